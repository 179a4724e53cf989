"""The vocabulary of sounds: which words mean which cue of the bank, and which cues places have."""

from typing import Final

from filmgate.engines.previz.reading.match import word_set

CUES: Final[dict[str, str]] = {
    # air and weather
    "wind": (
        "wind | winds | breeze~ | gust~ | gale | howling wind | whistling wind | rustl~ | "
        "rustle | windswept | wind through | blowing"
    ),
    "sea_wind": (
        "sea wind~ | sea breeze~ | ocean wind~ | ocean breeze~ | coastal wind~ | salt wind | "
        "wind off the sea"
    ),
    "grass": (
        "rustling grass~ | grass~ rustl~ | sighing grass~ | swishing grass | wind in/through grass "
        "| wind in/through * grass | wind in/through wheat | wind in/through * wheat | "
        "rustle of grass | wheat rustl~"
    ),
    "leaves": (
        "rustling leaves | leaves rustl~ | rustle of leaves | leaf rustle | wind in/through "
        "leaves/trees | wind in/through * leaves/trees | rustling foliage | rustling trees"
    ),
    "rain": (
        "rain | rainfall | raindrop~ | drizzle | downpour | rain patter~ | raining | patter "
        "of rain | monsoon | rainstorm"
    ),
    "thunder": (
        "thunder | thunderstorm~ | thunderclap~ | rolling thunder | rumbling sky | lightning "
        "strike~ | storm | stormy | tempest"
    ),
    "snow": "hush of snow | muffled snow | snow hush | quiet snowfall | snowy silence | snow hiss~",
    "room_tone": (
        "room tone | quiet room | silence | near silence | stillness | roomtone | quiet "
        "ambience | hush"
    ),
    "outdoor_air": "outdoor ambience | open air | outdoors ambience | nature ambience | field air",
    "night_air": (
        "night ambience | night air | night sounds | sounds of the night | nighttime ambience | "
        "quiet night ambience | nocturnal ambience"
    ),
    # water and fire
    "waves": (
        "ocean waves | sea waves | crashing waves | waves crash~ | waves roll~ | waves break~ | "
        "breaking waves | surf | sound of waves | gentle waves | waves against | waves on | tide "
        "| shore break | swell | wave wash | waves"
    ),
    "lapping": "lapping waves | waves lap~ | lapping water | water lap~ | lapping at | lapping",
    "stream": (
        "stream | streams | river | creek | brook | babbling | trickl~ | trickle | running water "
        "| flowing water | fountain | gurgl~ | water splashing | splash~"
    ),
    "waterfall": "waterfall~ | cascade~ | rushing falls | roaring falls | roar of * falls",
    "drips": (
        "drip~ | dripping | dripping tap | water drops | water droplets | droplets | drops of "
        "water | leaking tap"
    ),
    "fire": (
        "fire | campfire | bonfire | crackl~ | fireplace | hearth | flames | burning wood | "
        "crackling fire | crackle | torches"
    ),
    # animals
    "birds": (
        "bird | birds | birdsong | bird song | lark~ | meadowlark~ | songbird~ | chirp~ | "
        "robin~ | sparrow~ | cuckoo | crows | dawn chorus | tropical birds | bird call~ | "
        "nightingale~ | cawing"
    ),
    "gulls": "gull~ | seagull~ | sea gull~ | gull cr~ | cries of gulls",
    "crickets": (
        "cricket~ | insects | night insects | crickets chirp~ | night garden | grasshopper~"
    ),
    "cicadas": "cicada~ | katydid~ | buzzing insects",
    "owl": "owl~ | owl hoot~ | hooting | hoots",
    "frogs": "frog~ | croak~ | toad~",
    "dog": "bark~ | dog bark~ | dogs bark~ | barking dog~ | distant dog | howling dog~",
    "bees": "bee~ | bumblebee~ | buzzing | buzz of bees | honeybee~",
    "wings": (
        "wingbeat~ | wing beat~ | flapping wings | wings flap~ | flutter of wings | "
        "fluttering wings | beating wings | wing flap~"
    ),
    "hooves_walk": (
        "clip clop | clop~ | horse steps | horses walk~ | walking horse~ | plodding hooves | "
        "slow hooves | slow hoofbeats"
    ),
    "hooves": "hoof | hooves | hoofbeat~ | hoof beats | trot~",
    "hooves_gallop": (
        "gallop~ | galloping hooves | galloping horse~ | horses galloping | canter~ | "
        "thundering hooves | pounding hooves | racing hooves"
    ),
    # people
    "footsteps": (
        "footstep~ | foot steps | steps echo~ | heels clicking | boots on | footfall~ | "
        "walking sounds | heels on | bare feet"
    ),
    "footsteps_gravel": (
        "crunching gravel | gravel crunch~ | crunch of gravel | footsteps/steps/boots/footfalls "
        "on gravel | footsteps/steps/boots/footfalls on * gravel | boots crunch~"
    ),
    "footsteps_wood": (
        "footsteps/steps/boots/footfalls on wood/floorboards | footsteps/steps/boots/footfalls on "
        "* wood/floorboards | footsteps on a/the wooden floor | footsteps on wooden | "
        "wooden footsteps | hollow footsteps"
    ),
    "footsteps_snow": (
        "crunch of snow | crunching snow | snow crunch~ | footsteps/steps/boots in/on snow | "
        "footsteps/steps/boots in/on * snow | crunch of boots in snow"
    ),
    "crowd": (
        "crowd | crowds | murmur~ | chatter | market chatter | cheering | cheer~ | "
        "voices | people talking | chattering | audience | babble | hubbub | laughter | "
        "bustle | bustling"
    ),
    "cafe": (
        "cafe | café | coffee shop | clinking | clink~ | cups | cutlery | dishes | restaurant "
        "chatter | glasses clink~ | espresso machine | diner ambience | plates | tableware | "
        "cafe ambience | kitchen sounds"
    ),
    "applause": "applause | clapping | ovation | applauding crowd | hands clap~",
    "speech": (
        "voiceover | voice over | narrator | narration | spoken word~ | muffled voice | "
        "distant voice | radio voice | announcer | a voice speaks | low voice"
    ),
    "whisper": (
        "whispering voice~ | whispered voice~ | faint whisper~ | soft whisper~ | "
        "hushed whisper~ | whispers in | sound of whispering | whispered words"
    ),
    "heartbeat": "heartbeat~ | heart beat~ | beating heart | pounding heart | heart pound~",
    "breath": (
        "breathing | heavy breathing | breathing heavily | breaths | exhal~ | gasp~ | "
        "sigh of | deep breath~"
    ),
    "cloth": (
        "rustling fabric | rustling cloth | cloth rustl~ | fabric rustl~ | rustle of silk/fabric/"
        "cloth/clothes | silk rustl~ | rustling clothes | clothes rustl~ | flapping fabric/sails/"
        "canvas/flag | fabric swish~"
    ),
    # machines and streets
    "traffic": (
        "traffic | street ambience | city ambience | urban ambience | car horn~ | honk~ | "
        "street noise | sirens | siren | city street | city noise | street sounds | highway"
    ),
    "city_night": (
        "distant city | city hum | hum of the city | urban hum | city at night ambience | "
        "night city ambience | nighttime city | sleeping city"
    ),
    "car_pass": (
        "passing car~ | cars passing | car passing | car passes | car drives by | car drives past "
        "| car speeds by/past | tires on | tyres on | tires hiss~ | car whoosh~"
    ),
    "motor": (
        "motor | engine | engines | machinery | mechanical | generator | engine roar | "
        "engine hum | engine rumble | propeller"
    ),
    "train": "train | trains | locomotive | train on tracks | rails clack~ | subway | railway",
    "whir": (
        "whir | whirr | whirring | machine hum | hum of | humming | pottery wheel | wheel whir | "
        "drone hum | server hum | electric hum | fan hum | hum of a fan | sewing machine"
    ),
    "neon": (
        "neon buzz~ | neon hum~ | buzzing neon | humming neon | fluorescent hum~ | "
        "fluorescent buzz~ | electrical buzz~ | electric buzz~ | buzzing sign | buzz of neon"
    ),
    "helicopter": "helicopter~ | chopper~ | rotor blades | rotors | rotor thump~",
    "plane": (
        "plane overhead | airplane overhead | aeroplane~ | jet engine~ | jet overhead | jet roar~ "
        "| plane passes | airliner~ | distant plane | airplane drone"
    ),
    "keyboard": (
        "typing | keyboard typing | keyboard click~ | keyboard clack~ | clacking keys | "
        "keystroke~ | typewriter~ | clicking keys"
    ),
    "projector": "projector~ | film projector | projector whir~ | reel whir~",
    "camera": (
        "camera shutter~ | shutter click~ | camera click~ | cameras clicking | shutter | "
        "clicking cameras | flashbulb~"
    ),
    # things
    "bells": "bell~ | church bells | bell toll~ | tolling | temple bell",
    "chimes": "wind chime~ | chimes | chime~ | tinkl~",
    "clock": (
        "clock tick~ | ticking | ticking clock | tick tock | clockwork | grandfather clock | "
        "clock chimes | stopwatch | pocket watch tick~"
    ),
    "vinyl": (
        "vinyl | vinyl crackle | record playing | record player | record crackl~ | turntable "
        "| needle crackle | gramophone"
    ),
    "creak": (
        "creak~ | creaking door | creaking wood | creaking floorboards | floorboards creak~ | "
        "door creak~ | wood creak~ | groaning wood"
    ),
    "whoosh": "whoosh~ | swoosh~ | swish~ | air rush",
    "impact": (
        "deep boom~ | loud boom~ | distant boom~ | boom sound | deep impact | impact hit | "
        "heavy thud | thud~ | cinematic hit | slam~ | door slam~ | deep hit"
    ),
    "space_drone": (
        "space hum | cosmic hum | cosmic drone | deep space drone | ship hum | spaceship hum | "
        "low rumble | deep rumble | sub bass | void hum"
    ),
    "-none": (
        "plain background | search engine | unreal engine | game engine | render engine | "
        "engine render | machine learning | slow waves | waves of grass | waves of wheat | "
        "in waves | heat waves | wave~ at | waves goodbye | waves her | waves his | "
        "waves hello | waves to | wave of | light waves | wavy hair | wave hair | "
        "hair in waves | sound waves | radio waves | new wave | fire escape | fire truck | "
        "campfire light | gunfire | fireman | train of thought | steam engine design | "
        "brainstorm | storm trooper | sandstorm | dust storm | snowstorm | "
        "wind turbine~ | winds through | wind down | wind up | winds along | winding | "
        "bell pepper~ | bell jar | bell bottom~ | tinker bell | bell tower | "
        "plates of | license plate~ | cups of | cup of | bird's eye | birds eye | "
        "cricket bat | cricket match | vinyl jacket | vinyl floor | vinyl seat~ | "
        "track record | stream of light | streams through | streams in | light streams | "
        "stream of | streaming | rain boots | raincoat | rain jacket | rain coat | rain check | "
        "traffic light~ | traffic cone~ | training | trainer | fire in her eyes | "
        "fire in his eyes | tide of | no sound | eyes breathing | dish antenna | "
        "crowd pleaser | wind instrument~ | rain slick~ | horses gallop scene | swell of | "
        "water ripple~ | sparkling water | cheerful | cheerfully | applauds softly | "
        "river of | river bank | murmuration | "
        "bark of | tree bark | barking orders | barked orders | spelling bee | bee line | "
        "helicopter shot | helicopter view | helicopter pad | train station | training | "
        "typing bubble | boom up | boom down | boom shot | booming voice | boom arm | "
        "slam dunk | poetry slam | camera shutter speed | owl eyes | frog eyes | "
        "boom mic | boom rises/lifts/lowers | crane boom | whoosh transition"
    ),
}

#: a cue that needs company in the text to mean what it says
CUE_NEEDS: Final[dict[str, frozenset[str]]] = {
    "waves": word_set(
        "sea ocean beach shore coast surf bay harbor harbour island lighthouse tide seaside ship "
        "sailboat boat boats yacht lagoon cove cliffs shoreline pier seagulls gulls lake "
        "marina surfer crashing lapping breaking"
    ),
}

#: cues of places and weather when the text orders no sound by name
PLACE_CUES: Final[dict[str, tuple[str, ...]]] = {
    "hills": ("wind", "birds"),
    "vineyard": ("wind", "birds"),
    "mountains": ("wind",),
    "forest": ("birds", "leaves"),
    "desert": ("wind",),
    "sea": ("waves", "sea_wind"),
    "beach": ("waves", "gulls"),
    "lake": ("lapping", "birds"),
    "plains": ("grass", "birds"),
    "skyline": ("traffic", "wind"),
    "street": ("traffic", "footsteps"),
    "village": ("birds", "bells"),
    "interior": ("room_tone",),
    "space": ("space_drone",),
    "sky": ("wind",),
}
WEATHER_CUES: Final[dict[str, str]] = {
    "rain": "rain",
    "storm": "thunder",
    "wind": "wind",
    "sandstorm": "wind",
    "snow": "snow",
}
DETAIL_CUES: Final[dict[str, str]] = {
    "cafe": "cafe",
    "fireplace": "fire",
    "campfire": "fire",
    "river": "stream",
    "waterfall": "waterfall",
    "market": "crowd",
    "neon": "traffic",
}

#: what a cue of a place becomes by night
NIGHT_CUES: Final[dict[str, str]] = {
    "birds": "crickets",
    "gulls": "lapping",
    "traffic": "city_night",
}

#: cues that stand where the subject of the picture is, and are as near as it is framed
SUBJECT_CUES: Final = word_set(
    "footsteps footsteps_gravel footsteps_wood footsteps_snow hooves hooves_walk hooves_gallop dog "
    "car_pass motor train whir keyboard speech whisper breath cloth fire clock wings"
)
