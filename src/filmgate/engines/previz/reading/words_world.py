"""The vocabulary of the world: places and what stands in them, light, season, weather."""

from typing import Final

PLACES: Final[dict[str, str]] = {
    "vineyard": "vineyard~ | vines | grapevine~ | vine rows | wine country | winery",
    "hills": (
        "hill~ | hillside~ | rolling hills | countryside | tuscan | tuscany | provence | "
        "farmland | farm | orchard~ | olive grove~ | pasture~ | green valley | valley | highlands "
        "| lavender field~ | lavender | moor | moors | terraced fields | rice terraces | "
        "tea plantation~ | shire | scotland | ireland | country road"
    ),
    "mountains": (
        "mountain~ | mountain valley | ridge | mountainside | peak | peaks | summit~ | alps | "
        "alpine | himalaya~ | himalayan | rockies | andes | ridge line | ridgeline | cliff "
        "top | snowcapped | snow-capped | glacier~ | canyon~ | fjord~ | everest | dolomites | "
        "volcano~ | volcanic | gorge | mountain pass | patagonia | iceland | icelandic | "
        "crater"
    ),
    "forest": (
        "forest~ | woods | woodland~ | jungle~ | rainforest~ | pine trees | redwood~ | grove | "
        "birch trees | birches | bamboo | undergrowth | taiga | among trees | treetops | canopy | "
        "swamp | garden~ | park | clearing | ferns | mangrove~ | cherry blossom~ | maple~"
    ),
    "desert": (
        "desert~ | dune~ | sahara | mojave | gobi | wasteland | arid | sand sea | namib | "
        "wadi rum | badlands | salt flat~ | dustbowl | arrakis | mars | martian | oasis"
    ),
    "beach": (
        "beach~ | beachside | shore | shoreline | seashore | seaside | coastline | sandy cove | "
        "cove | tide pool~ | lagoon | boardwalk | surfers | surfer | tropical island | palm trees"
    ),
    "sea": (
        "sea | ocean~ | open water | the deep blue | pacific | atlantic | mediterranean | "
        "sailing | sailboat~ | yacht~ | ship | ships | harbor | harbour | bay | coast | coastal | "
        "lighthouse~ | aegean | fishing boat~ | pirate ship | archipelago | marina | "
        "sea cliffs | iceberg~ | arctic | whale~ | surf"
    ),
    "lake": (
        "lake~ | lakeside | pond~ | river~ | riverbank | riverside | stream bank | loch | "
        "waterfall~ | reservoir | mirror lake | canoe~ | kayak~ | rowboat~ | creek | wetlands "
        "| dock"
    ),
    "plains": (
        "plains | prairie~ | grassland~ | meadow~ | savanna~ | savannah~ | steppe~ | "
        "wheat field~ | wheat | grass field~ | field of | fields of | open field~ | cornfield~ | "
        "field | fields | tundra | pampas | heath | wildflowers | tall grass | sunflower field~ | "
        "sunflowers | ranch | barley | poppies | serengeti | wild west | outback | open range"
    ),
    "skyline": (
        "skyline~ | skyscraper~ | cityscape~ | metropolis | rooftop~ | high rise~ | high-rise~ | "
        "megacity | over the city | above the city | city at night | city lights | manhattan | "
        "downtown | penthouse balcony | futuristic city | city below | cyberpunk city | city | "
        "cities | hong kong | shanghai | dubai | new york | chicago | city from above | bridge | "
        "brooklyn bridge | golden gate"
    ),
    "street": (
        "street~ | alley~ | alleyway~ | boulevard~ | avenue~ | sidewalk~ | crosswalk~ | "
        "intersection | city street~ | downtown street | storefront~ | paris | parisian | tokyo | "
        "shibuya | shinjuku | london | boutique street | cobblestone~ | highway~ | freeway | "
        "city traffic | neon alley | back alley | bus stop | crossing | haussmann | kyoto street | "
        "night market | urban | subway entrance | parking lot | gas station | taxi | road | town "
        "square | berlin | new orleans | brownstone~ | pavement | curb"
    ),
    "village": (
        "village~ | terrace | courtyard~ | piazza | plaza | old town | town | hamlet | "
        "cottage~ | villa | market square | marketplace | bazaar | souk | patio | farmhouse | "
        "castle | village street~ | church square | santorini | stone houses | mediterranean "
        "town | temple | shrine | veranda | porch | ruins | monastery | fishing village | "
        "medieval town | cabin"
    ),
    "interior": (
        "interior~ | indoors | room | bedroom~ | kitchen~ | living room | studio | workshop | "
        "cafe | café | coffee shop | restaurant | diner | bar | pub | library | bookstore | "
        "bookshop | office | classroom | apartment | loft | hallway | corridor | laboratory | "
        "lab | greenhouse | gallery | museum | ballroom | theater | theatre | stage | gym | "
        "bathroom | hospital | church interior | cathedral | barn | attic | basement | "
        "cockpit | window seat | by the window | windowsill | tabletop | countertop | desk | "
        "workbench | bakery | ceramic~ | clay | pottery | shelf | shelves | brick wall~ | "
        "whitewashed brick | hotel | lobby | stove | kettle | oven | doorway | curtains | "
        "bookshelf | corridor~ | warehouse | hangar | factory | train compartment | atelier | "
        "dining table | couch | sofa | armchair | fireplace | pottery wheel | jazz club | "
        "nightclub | bookshelves | wooden table | marble table | pedestal | potter | clean "
        "background | seamless background | studio backdrop | plain background | white "
        "background | black background | grey background | gray background"
    ),
    "space": (
        "outer space | deep space | galaxy | galaxies | nebula~ | planet~ | spaceship~ | "
        "spacecraft | starship~ | space station | astronaut~ | asteroid~ | cosmos | cosmic | "
        "milky way | moon surface | lunar | saturn | jupiter | black hole | orbiting earth | "
        "earth from space | solar system | starfield | interstellar | comet | wormhole"
    ),
    "sky": (
        "above the clouds | through the clouds | among the clouds | sea of clouds | cloudscape | "
        "in the sky | hot air balloon~ | balloon~ | airplane | aeroplane | in flight | "
        "cloud layer | open sky | paragliding | skydiv~ | airship | clouds"
    ),
    "-none": (
        "film studio | studio lighting | studio light | studio quality | bar of | sea of people | "
        "sea of grass | field of view | depth of field | mountain bike~ | desert boots | "
        "garden salad | street style | street clothes | street food | street lamp~ | "
        "street light~ | streetlight~ | clouds of | cloud of | village people | bay window | "
        "room tone | no room | barn owl | peak performance | park bench | "
        "city hall | town car | stage light~ | stream of | planet earth documentary | sky blue | "
        "wooden spoon | pond's | navy blue | sea salt | ocean blue | cliff hanger | the bar | "
        "living room lamp | ship it | office chair | window light | road movie | "
        "sand dunes of time | lunar new year | field recording~ | sea shanty | chocolate bar | "
        "river of | mountain of | ocean of | sea green | forest green | royal studio | "
        "vintage kitchen timer | planet sized | bridge of | bridge of nose | "
        "glass of | ring light | film stage | a field | space between | spaceman"
    ),
}

#: what stands in a place or lights it; the painters know these words
DETAILS: Final[dict[str, str]] = {
    "cypress": "cypress~ | cypress tree~ | tuscan | tuscany | italian",
    "vineyard": "vineyard~ | vines | grapevine~ | vine rows | wine country",
    "pines": (
        "pine~ | pine tree~ | fir~ | fir tree~ | spruce~ | conifer~ | evergreen~ | taiga | redwood~"
    ),
    "birches": "birch | birches | birch tree~ | aspen~",
    "palms": "palm~ | palm tree~ | tropical | oasis",
    "bamboo": "bamboo",
    "blossom": "cherry blossom~ | blossom~ | sakura | blooming tree~ | almond tree~",
    "jungle": "jungle~ | rainforest~ | ferns | mangrove~ | vines hanging",
    "garden": "garden~ | park | clearing | rose garden | hedges",
    "lavender": "lavender | lavender field~ | provence",
    "wheat": "wheat | barley | wheat field~ | cornfield~ | golden field~ | rye | hay",
    "flowers": (
        "wildflower~ | sunflower~ | poppies | poppy | flower field | flower meadow | tulip~ | "
        "daisies"
    ),
    "tall_grass": "tall grass | prairie grass | grass sways | grasses | long grass | amber grass",
    "farm": "farmhouse | barn | farm | ranch | windmill~ | villa | cottage~ | cabin",
    "road": "road | highway~ | dirt road | country road | path | trail | freeway",
    "river": "river~ | riverbank | stream | creek | canal~",
    "waterfall": "waterfall~",
    "houses": (
        "village~ | town~ | hamlet | harbor~ | harbour~ | marina | fishing port | houses | "
        "cottage~ | settlement"
    ),
    "dock": "dock | pier | jetty | boardwalk",
    "coast": "coast | coastal | coastline | headland | cliff~ | cliffs | fjord~ | island~ | bay",
    "lighthouse": "lighthouse~",
    "rocks": "rocks | rocky | boulder~ | rocky shore | canyon~ | badlands | mesa~ | butte~",
    "glacier": "glacier~ | iceberg~ | arctic | frozen",
    "volcano": "volcano~ | volcanic | lava",
    "fjord": "fjord~",
    "lake": "lake~ | alpine lake | mountain lake",
    "mountains": "mountain~ | peaks | rockies | rocky mountain~ | alps",
    "haussmann": "paris | parisian | haussmann | french | boulevard~",
    "neon": (
        "neon | neon sign~ | cyberpunk | shibuya | shinjuku | blade runner | tokyo | hong "
        "kong | arcade"
    ),
    "asian": "tokyo | kyoto | shinjuku | shibuya | hong kong | japanese | seoul | chinatown",
    "futuristic": (
        "futuristic | cyberpunk | sci fi | sci-fi | holographic | hologram~ | flying cars"
    ),
    "brownstone": "brownstone~ | brooklyn | new york | manhattan | london | chicago",
    "lamps": (
        "street lamp~ | lamp post~ | lamppost~ | streetlight~ | street light~ | lantern~ | "
        "gas lamp~"
    ),
    "cobbles": "cobblestone~ | cobbled | cobbles | paving stones",
    "market": "market~ | stall~ | bazaar | souk | fair",
    "bridge": "bridge~ | golden gate",
    "tower": "tower~ | bell tower | church~ | steeple | eiffel | castle | cathedral",
    "terrace": "terrace | patio | balcony | veranda | porch | courtyard~",
    "rooftop": "rooftop~ | roof terrace | penthouse",
    "temple": "temple~ | shrine~ | pagoda~ | torii | monastery",
    "ruins": "ruins | ruined | abandoned",
    "cafe": (
        "cafe | café | coffee shop | diner | bar | pub | restaurant | bakery | bistro | jazz club"
    ),
    "studio": "studio | atelier | workshop | pottery | loft | gallery | warehouse | potter",
    "library": "library | bookshelf | bookshelves | bookstore | bookshop | books | study",
    "kitchen": "kitchen~ | stove | countertop | cooking | chef | oven",
    "bedroom": "bedroom~ | bed | pillow~ | nursery",
    "office": "office | desk | computer | monitor~ | laboratory | lab | control room",
    "stage": "stage | theater | theatre | spotlight~ | ballroom | concert",
    "fireplace": "fireplace | hearth | log fire | stove fire",
    "brick": "brick | brick wall~ | exposed brick",
    "window": "window~ | windowpane | windowsill | window seat",
    "backdrop": (
        "plain background | clean background | seamless background | studio backdrop | "
        "white background | black background | grey background | gray background | backdrop | "
        "pedestal | infinity cove | solid background | minimalist background"
    ),
    "planet": "planet~ | earth | saturn | jupiter | mars | gas giant | orbit",
    "rings": "saturn | ringed planet | planetary rings | rings of",
    "nebula": "nebula~ | cosmic clouds | cosmic dust | gas clouds",
    "galaxy": "galaxy | galaxies | milky way | spiral galaxy",
    "station": "space station | spaceship~ | spacecraft | starship~ | satellite",
    "asteroids": "asteroid~ | meteor~ | debris",
    "balloons": "hot air balloon~ | balloon~ | airship",
    "moon": "moon | moonlit | moonlight | full moon | crescent",
    "stars": "stars | starry | starlit | star filled | constellation~",
    "sun": (
        "setting sun | rising sun | sun melt~ | sun sets | sun rises | sun disk | low sun | "
        "sunset | sunrise"
    ),
    "aurora": "aurora | northern lights",
    "rainbow": "rainbow~",
    "clouds": "clouds | cloudy | cumulus | cloudscape",
    "lightning": "lightning | thunderstorm~ | thunderbolt~",
    "campfire": "campfire~ | bonfire~ | camp fire",
    "puddles": (
        "puddle~ | wet street~ | wet pavement | wet asphalt | rain slick~ | rain soaked | "
        "rain-slick~"
    ),
    "table": "table | dinner | tabletop | breakfast | tea ceremony | banquet",
    "dunes": "dune~",
}

TIMES: Final[dict[str, str]] = {
    "night": (
        "night | nighttime | night time | midnight | nocturnal | moonlit | moonlight | starry | "
        "starlit | neon lit | neon-lit | neon | at night | full moon | night sky | "
        "darkness falls | northern lights | aurora | late night | candlelit night"
    ),
    "blue_hour": "blue hour | blue-hour | twilight | nightfall | after sunset | just after sunset",
    "dawn": (
        "dawn | sunrise | daybreak | morning | early morning | first light | early light | "
        "rising sun | morning light | at sunup | day breaks | sun rises"
    ),
    "golden": (
        "golden hour | golden-hour | golden light | golden sunlight | magic hour | "
        "golden sun | late afternoon | honey light | honeyed light | warm low sun | "
        "golden afternoon | low sun | amber light | golden evening | golden glow | golden rays | "
        "late afternoon sun | honey golden hour"
    ),
    "sunset": (
        "sunset | sundown | dusk | setting sun | sun sets | sun setting | sun melt~ | evening | "
        "crimson sky | orange sky | pink sky | burning sky | evening light | evening sky"
    ),
    "storm": "storm | stormy | thunderstorm~ | thunder | lightning | tempest | hurricane | squall",
    "overcast": (
        "overcast | cloudy | grey sky | gray sky | foggy | fog | mist | misty | rain | rainy | "
        "raining | drizzle | snowfall | snowing | blizzard | gloomy | dreary | haze | bleak | "
        "downpour | grey day | gray day | snowstorm | smog"
    ),
    "day": (
        "day | daytime | daylight | midday | noon | sunny | bright sun | blue sky | sunlit | "
        "afternoon | bright day | clear sky | summer day | sunlight | sun drenched | "
        "sun-drenched | broad daylight | in sunlight | morning sun high | sunshine"
    ),
    "-none": (
        "day after day | everyday | every day | modern day | present day | one day | night vision "
        "| good night | good morning | night stand | nightstand | morning coffee | knight | "
        "rain boots | rain jacket | rain coat | raincoat | storm trooper | brainstorm | "
        "evening gown | evening dress | morning glory | smoke and mist | neon pink | neon green | "
        "neon jacket | day dream | day dreaming | wedding day | fog of war | smoke haze | "
        "heat haze | dusk colored | sunset palette | sound of rain | mist spray | "
        "mist of perfume | perfume mist | sea mist spray | haze machine | haze of smoke"
    ),
}

SEASONS: Final[dict[str, str]] = {
    "winter": (
        "winter | wintry | snow | snowy | snowfall | snowing | snowstorm | blizzard | frost | "
        "frosty | frozen | icy | ice | christmas | snowcapped trees | snow covered | glacier~"
    ),
    "autumn": (
        "autumn | autumnal | fall leaves | fall foliage | fallen leaves | october | falling leaves"
    ),
    "spring": "spring | springtime | cherry blossom~ | blossom~ | sakura | april | blooming",
    "summer": "summer | summery | summertime | july | august",
    "-none": (
        "spring water | hot spring~ | springs open | spring loaded | snow white | snow capped | "
        "ice cream | iced | ice cube~ | spring forward | ice coffee | snow globe | dry ice | "
        "ice in | ice bucket | ice blue | fallen soldier | snowy white | box spring | clock spring"
    ),
}

WEATHER: Final[dict[str, str]] = {
    "rain": (
        "rain | rainy | raining | rainfall | rains | drizzle | drizzling | downpour | "
        "raindrop~ | rain soaked | thunderstorm~ | monsoon | shower of rain | torrential | "
        "rain slick~ | hurricane | tempest"
    ),
    "snow": (
        "snowfall | snowing | snowflake~ | falling snow | snow falls | snow fall~ | blizzard "
        "| snowstorm | flurries | snow drifts down | drifting snow | snow"
    ),
    "fog": (
        "fog | foggy | mist | misty | mists | low cloud | mist covered | sea fret | smog | "
        "morning mist | thick haze | heavy haze | dense haze"
    ),
    "haze": "haze | hazy",
    "storm": "storm | stormy | thunderstorm~ | tempest | hurricane | thunder | lightning | squall",
    "wind": (
        "wind | windy | windswept | breeze | breezy | gust~ | gale | blowing | billow~ | "
        "flutter~ | sway~ | rippling grass | ripples through | rustl~"
    ),
    "sandstorm": "sandstorm~ | dust storm~ | sand storm~",
    "-none": (
        "rain boots | raincoat | rain coat | rain jacket | brainstorm | storm trooper | "
        "after the rain | rain has stopped | snow covered | snow capped | snowcapped | "
        "snow-capped | snow-covered | snow white | snow globe | snow peak~ | snow topped | "
        "snow leopard | snow angel | wind turbine~ | wind chime~ | wind instrument~ | "
        "perfume mist | mist of perfume | fog of war | heat haze | haze machine | rainbow~ | "
        "winds through | winds along | wind up | winding | rainforest | storm clouds gather"
    ),
}
