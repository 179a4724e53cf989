"""The vocabulary of who and what is in the shot, and what they do there."""

from typing import Final

from filmgate.engines.previz.reading.match import word_set

#: kind → words; the word itself goes into the storyboard
SUBJECTS: Final[dict[str, str]] = {
    "couple": (
        "couple | couples | lovers | newlyweds | bride and groom | man and woman | woman and man | "
        "boy and girl | girl and boy | mother and child | father and son | mother and daughter | "
        "husband and wife | father and daughter | mother and son | two people | two friends | "
        "two women | two men | two figures | two children | two girls | two boys | two strangers | "
        "two lovers | two dancers | pair of lovers | pair of friends | grandmother and child | "
        "two samurai | two astronauts | two hikers | two detectives | two cowboys | two sisters | "
        "two brothers | two kids"
    ),
    "rider": (
        "rider~ | horseman | horsemen | horsewoman | horseback | on horseback | jockey | ride "
        "their horses | ride their two * horses | rides a horse | riding a horse | riding "
        "horses | ride horses | on a horse | ride their * horses | ride their two * * horses "
        "| rides his horse | rides her horse | cavalry | riding horseback"
    ),
    "cyclist": (
        "cyclist~ | bicyclist | biker~ | rides a bicycle | riding a bike | on a bicycle | on "
        "a bike | riding a bicycle | rides a bike | bicycle~"
    ),
    "crowd": (
        "crowd | crowds | crowded | audience | commuters | pedestrians | people | passersby | "
        "shoppers | tourists | villagers | dancers | fans | army | procession | parade | "
        "onlookers | guests"
    ),
    "person": (
        "woman | man | girl | boy | person | lady | gentleman | figure | figures | silhouette "
        "of a person | child | children | kid | kids | women | men | girls | boys | artist | "
        "potter | ceramicist | chef | barista | dancer | ballerina | runner | hiker~ | "
        "traveler | traveller | wanderer | explorer~ | detective | samurai | warrior | knight "
        "| king | queen | princess | monk | nun | farmer | fisherman | fishermen | sailor | "
        "captain | soldier~ | cowboy | astronaut~ | cosmonaut | scientist | doctor | nurse | "
        "teacher | student~ | musician | guitarist | pianist | violinist | singer | "
        "photographer | painter | writer | model | actor | actress | surfer~ | skater | "
        "skateboarder | climber~ | mountaineer | athlete | boxer | swimmer | diver | shepherd "
        "| wizard | witch | ghost | robot | android | cyborg | old man | old woman | elderly "
        "man | elderly woman | grandmother | grandfather | mother | father | daughter | son | "
        "bride | groom | waiter | waitress | bartender | driver | pilot | teenager | youth | "
        "toddler | baby | friend~ | family | hero | protagonist | character~ | stranger | "
        "vendor | craftsman | carpenter | blacksmith | gardener | florist | baker | tailor | "
        "nomad | pilgrim | merchant | businessman | businesswoman | influencer | spy | agent "
        "| hacker | gunslinger | lone figure | sheriff | someone | skier | snowboarder | "
        "paddler | rower | watchmaker | librarian | lighthouse keeper | priest | rapper | "
        "drummer | conductor"
    ),
    "hands": "hand | hands | finger | fingers | fingertips | palms | thumb | thumbs | fist | fists",
    "face": "face | faces | eye | eyes | lips | smile | gaze | cheek | cheeks | tear | tears",
    "horse": (
        "horse | horses | stallion~ | mare | pony | ponies | mustang herd | foal | unicorn | "
        "wild horses"
    ),
    "dog": (
        "dog | dogs | puppy | puppies | husky | retriever | shepherd dog | labrador | hound~ "
        "| corgi | terrier | wolf | wolves | fox | foxes | coyote | border collie | dachshund"
    ),
    "cat": (
        "cat | cats | kitten~ | kitty | tabby | lion | lioness | tiger | leopard | panther | "
        "cheetah"
    ),
    "deer": "deer | stag | doe | elk | moose | antelope~ | gazelle~ | reindeer | caribou",
    "cow": "cow | cows | cattle | bull | buffalo | bison | sheep | lamb~ | goat~ | ox",
    "elephant": "elephant~ | mammoth~",
    "camel": "camel | camels | caravan of camels",
    "bird": (
        "bird | birds | seagull~ | gull | gulls | eagle~ | hawk~ | falcon~ | crow~ | raven~ | "
        "swallow~ | swan~ | heron~ | flock of birds | flock | owl | dove~ | pigeon~ | geese | "
        "goose | crane birds | sparrow~ | albatross | condor | starlings | pelican~ | cranes "
        "| flamingo~"
    ),
    "car": (
        "car | cars | taxi | taxis | cab | sedan | convertible | sports car | suv | vehicle~ "
        "| van | truck | trucks | pickup truck | jeep | bus | buses | limousine | muscle car "
        "| race car | traffic | mustang | porsche | ferrari"
    ),
    "motorcycle": "motorcycle~ | motorbike~ | scooter~ | vespa",
    "train": "train | trains | locomotive | tram | trams | subway train | streetcar | bullet train",
    "boat": (
        "boat~ | ship | ships | sailboat~ | yacht~ | canoe~ | kayak~ | rowboat~ | gondola~ | "
        "raft | ferry | fishing boat~ | vessel | schooner | galleon | longship | barge"
    ),
    "plane": "airplane | aeroplane | plane | jet | biplane | helicopter | aircraft | airliner",
    "balloon": "hot air balloon | hot air balloons | balloon | balloons | airship | zeppelin",
    "spaceship": (
        "spaceship~ | spacecraft | starship~ | space station | satellite | rocket | shuttle | "
        "ufo | capsule"
    ),
    "whale": "whale~ | dolphin~ | orca~",
    "cup": (
        "cup | cups | mug | mugs | teacup~ | coffee cup~ | teapot | espresso | latte | coffee | tea"
    ),
    "glass": (
        "glass | glasses | wine glass | wine glasses | champagne glass~ | champagne flute~ | "
        "tumbler~ | goblet~ | wine | cocktail~ | whiskey"
    ),
    "rope": "rope | ropes | lasso | mooring line~ | coil of rope",
    "key": "key | keys | old key | brass key | padlock",
    "vessel": (
        "vase | vases | bowls | pots | jars | clay vessel | pottery wheel | bowl | pot | jug | "
        "pitcher | urn | clay | jar"
    ),
    "candle": "candle | candles | candlestick | lantern | oil lamp | candlelight",
    "flower": (
        "flower | flowers | rose | roses | bouquet | tulip~ | sunflower | lily | peony | "
        "peonies | orchid | daisy | petal | dandelion | lotus | blossom"
    ),
    "bottle": (
        "bottle | perfume bottle | perfume | flask | vial | whiskey bottle | serum | can | product"
    ),
    "book": (
        "book | books | letter | notebook | diary | journal | typewriter | newspaper | map | "
        "manuscript"
    ),
    "watch": (
        "watch | wristwatch | clock | pocket watch | ring | diamond ring | necklace | jewelry "
        "| jewellery | pendant | compass | coin"
    ),
    "food": (
        "bread | cake | burger | pizza | sushi | noodles | ramen | pasta | steak | croissant "
        "| dish | soup | fruit | apple | apples | strawberry | honey | chocolate | cheese | "
        "pancakes | meal | plate of"
    ),
    "guitar": (
        "guitar | piano | violin | cello | trumpet | saxophone | drum kit | turntable | "
        "record player | vinyl record"
    ),
    "phone": (
        "phone | smartphone | laptop | camera on table | headphones | sneaker | sneakers | "
        "shoe | shoes | handbag"
    ),
    "tree": (
        "lone tree | oak tree | single tree | solitary tree | ancient tree | lonely tree | old oak"
    ),
    "-none": (
        "sunglasses | eyeglasses | reading glasses | rope bridge~ | tightrope | key light~ | "
        "low key | high key | low-key | high-key | piano key~ | key frame~ | key moment~ | "
        "key art | wine region | wine village~ | wine bottle~ | wine bar | wine cellar | "
        "wine estate | wine road | "
        "cowboy hat | bird's eye | birds eye | horse mane~ | horse muscle | horse hair | man "
        "made | man-made | dog tag~ | fisherman's hut | character design | in the hands of "
        "time | clock tower | face of the | on the other hand | second hand | hand made | "
        "handmade | hand drawn | hand painted | hand crafted | handcrafted | handheld | hand "
        "held | eye level | eye-level | cat's eye | fish eye | god's eye | worm's eye | car "
        "headlight~ | car park | car horn | car window | boat house | train station | train "
        "track~ | acoustic guitar | soft guitar | guitar score | guitar music | piano music | "
        "soft piano | piano score | cello music | electric guitar | guitar strum~ | glass "
        "window~ | glass building~ | glass facade~ | glass tower~ | stained glass | glass "
        "panel~ | magnifying glass | glass wall~ | tea plantation~ | wine country | rose gold "
        "| rose colored | ring light | boxing ring | ring of | rings of | pan shot | model "
        "car | watch~ as | watch~ the | watches | people's | mountain lion | sea lion | sea "
        "horse | bull's eye | can | traffic light~ | face~ away | face~ the | face~ each | "
        "facing | pot of gold | melting pot | map of | book of | camera operator | drone "
        "operator | ship it | cattle grid | coffee shop | coffee table | tea ceremony room | "
        "dish of the day | production designer | photo model | spring rose | rose above | "
        "rose up | crane shot | jet black | plane of focus | focal plane | picture plane | "
        "apple orchard~ | honey light | honey golden | honey hued | honey colored | chocolate "
        "brown | product shot | product photography | product film | product reveal | lead "
        "character's | figure 1 | figure 2 | figure 3 | figure 4 | figure 5 | figure 6 | "
        "figure 7 | subject | eyes of | bar stool | glass of water | record | hero shot | "
        "hero product | family photo | hand in hand | ghost town | bridegroom's | king size | "
        "church bells | car engine | motorcycle engine | train whistle | ship horn | horse "
        "hooves | bird song | birdsong | bird calls | birds chirp~ | bird chirp~ | dog bark~ "
        "| dogs bark~ | seagulls cry~ | gulls cry~ | crowd murmur~ | crowd noise | crowd "
        "chatter | distant traffic | traffic hum | traffic noise | city traffic hum | people "
        "talking | people chatting | crowd cheer~ | crowd applause | lark calls | crow caws"
    ),
}

POSES: Final[dict[str, str]] = {
    "walking": (
        "walk~ | stroll~ | wander~ | stride~ | striding | march~ | hike~ | trek~ | pace~ | "
        "step~ forward | approach~ | crosses | crossing | trudge~ | roam~ | saunter~"
    ),
    "running": "run~ | ran | sprint~ | jog~ | rush~ | chase~ | gallop~ | race~ | dash~ | flee~",
    "sitting": (
        "sit~ | seated | sat | dinner | dining | perched | rest~ on | lounges | lounging | "
        "crouch~ | kneel~ | drives | driving | reads | reading | paints at | works at | "
        "writes | writing | typing"
    ),
    "riding": "ride~ | rode | trot~ | canter~ | on horseback",
    "standing": (
        "stand~ | stood | wait~ | gaze~ | look~ out | lean~ | watch~ | pose~ | stares | "
        "staring | faces away | overlooking"
    ),
    "dancing": "dance~ | twirl~ | spin~ | waltz~ | pirouette~ | leap~ | jump~",
    "lying": "lie~ | lying | sleep~ | asleep | reclin~",
    "flying": "fly~ | flies | soar~ | glide~ | hover~ | wheel~ overhead | wheeling",
    "sailing": "sail~ | row~ | drift~ | paddle~ | float~ | float",
    "embracing": (
        "hug~ | embrac~ | kiss~ | holds her close | hold hands | holding hands | hand in hand "
        "| interlace~ | dance together"
    ),
    "-none": (
        "stand in | understand~ | running water | runs down | run down | long run | sitting "
        "room | runway | standing ovation | walking distance | race car | in the long run | "
        "rests on shelf | stands of | night stand"
    ),
}

NUMBERS: Final[dict[str, int]] = {
    "one": 1,
    "single": 1,
    "lone": 1,
    "two": 2,
    "pair": 2,
    "three": 3,
    "trio": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "several": 4,
    "few": 3,
    "many": 7,
    "dozens": 9,
    "group": 5,
    "flock": 9,
    "herd": 6,
    "hundreds": 12,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
}

#: plural words and kinds that are many without a number
PLURAL_COUNT: Final = 3
CROWD_COUNT: Final = 7

FEMALE: Final = word_set(
    "woman girl lady women girls she her mother daughter grandmother bride queen princess actress "
    "ballerina waitress businesswoman witch nun horsewoman sister wife lioness"
)
MALE: Final = word_set(
    "man boy men boys gentleman he his him father son grandfather groom king cowboy fisherman "
    "sailor businessman waiter monk wizard knight samurai horseman brother husband sheriff"
)
CHILDREN: Final = word_set("child children kid kids girl boy toddler baby girls boys")
#: words that say their own pose
WORD_POSES: Final[dict[str, str]] = {
    "runner": "running",
    "dancer": "dancing",
    "ballerina": "dancing",
    "hiker": "walking",
    "hikers": "walking",
    "wanderer": "walking",
    "pedestrians": "walking",
    "commuters": "walking",
    "rider": "riding",
    "riders": "riding",
    "horseman": "riding",
    "cyclist": "riding",
    "surfer": "sailing",
    "rower": "sailing",
    "skater": "running",
}
#: pronouns that bring back whoever was there before
PRONOUNS: Final = word_set("he she they him her them his their hers theirs")
PEOPLE: Final = frozenset({"person", "couple", "rider", "crowd", "cyclist", "hands", "face"})
