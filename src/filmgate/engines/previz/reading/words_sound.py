"""The vocabulary of sound: cues, instruments, moods, distance and level."""

from typing import Final

from filmgate.engines.previz.reading.match import word_set

CUES: Final[dict[str, str]] = {
    "wind": (
        "wind | winds | breeze~ | gust~ | gale | howling wind | whistling wind | rustl~ | "
        "rustle | windswept | wind through | blowing | sighing grass | rustling leaves"
    ),
    "rain": (
        "rain | rainfall | raindrop~ | drizzle | downpour | rain patter~ | raining | patter "
        "of rain | monsoon | rainstorm"
    ),
    "thunder": (
        "thunder | thunderstorm~ | thunderclap~ | rolling thunder | rumbling sky | lightning "
        "strike~ | storm | stormy | tempest"
    ),
    "waves": (
        "ocean waves | sea waves | crashing waves | waves crash~ | waves lap~ | waves roll~ | "
        "waves break~ | lapping waves | breaking waves | surf | lapping water | sound of "
        "waves | gentle waves | waves against | waves on | tide | shore break | swell | water "
        "lap~ | lapping at | wave wash | waves"
    ),
    "stream": (
        "stream | streams | river | creek | brook | babbling | waterfall~ | trickl~ | trickle "
        "| running water | flowing water | fountain | gurgl~ | water droplets | droplets | "
        "drip~ | water drops | dripping | water splashing | splash~"
    ),
    "fire": (
        "fire | campfire | bonfire | crackl~ | fireplace | hearth | flames | burning wood | "
        "crackling fire | crackle | torches"
    ),
    "birds": (
        "bird | birds | birdsong | bird song | lark~ | meadowlark~ | songbird~ | chirp~ | "
        "robin~ | sparrow~ | gull~ | seagull~ | cuckoo | owl hoot~ | crows | dawn chorus | "
        "tropical birds | bird call~ | nightingale~ | cawing"
    ),
    "crickets": (
        "cricket~ | cicada~ | insects | night insects | frogs | crickets chirp~ | night "
        "garden | grasshopper~ | buzzing insects | katydids"
    ),
    "hooves": (
        "hoof | hooves | hoofbeat~ | hoof beats | gallop~ | trot~ | horse steps | horses "
        "galloping | canter~ | clip clop"
    ),
    "footsteps": (
        "footstep~ | foot steps | steps echo~ | heels clicking | boots on | boots crunch~ | "
        "footfall~ | crunch of snow | crunching snow | walking sounds | heels on | crunching "
        "gravel | bare feet"
    ),
    "crowd": (
        "crowd | crowds | murmur~ | chatter | market chatter | applause | cheering | cheer~ | "
        "voices | people talking | chattering | audience | babble | hubbub | laughter | "
        "bustle | bustling"
    ),
    "cafe": (
        "cafe | café | coffee shop | clinking | clink~ | cups | cutlery | dishes | restaurant "
        "chatter | glasses clink~ | espresso machine | diner ambience | plates | tableware | "
        "cafe ambience | kitchen sounds"
    ),
    "traffic": (
        "traffic | street ambience | city ambience | urban ambience | car horn~ | honk~ | "
        "passing cars | city hum | cars passing | street noise | sirens | siren | urban hum | "
        "distant city | city street | tires on | city noise | street sounds | highway"
    ),
    "motor": (
        "whir | whirr | whirring | motor | engine | engines | machinery | machine hum | hum "
        "of | humming | mechanical | pottery wheel | wheel whir | generator | engine roar | "
        "engine hum | engine rumble | propeller | ship hum | drone hum | server hum | "
        "electric hum | train | locomotive | clockwork | ticking"
    ),
    "bells": (
        "bell~ | church bells | bell toll~ | tolling | temple bell | wind chime~ | chimes | chime~"
    ),
    "vinyl": (
        "vinyl | vinyl crackle | record playing | record player | record crackl~ | turntable "
        "| needle crackle | gramophone"
    ),
    "room_tone": (
        "room tone | quiet room | silence | near silence | stillness | roomtone | quiet "
        "ambience | hush | breathing | space hum"
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
        "river of | river bank | murmuration"
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
    "forest": ("birds", "wind"),
    "desert": ("wind",),
    "sea": ("waves", "wind"),
    "beach": ("waves", "wind"),
    "lake": ("stream", "birds"),
    "plains": ("wind", "birds"),
    "skyline": ("traffic", "wind"),
    "street": ("traffic", "footsteps"),
    "village": ("birds", "bells"),
    "interior": ("room_tone",),
    "space": ("room_tone",),
    "sky": ("wind",),
}
WEATHER_CUES: Final[dict[str, str]] = {
    "rain": "rain",
    "storm": "thunder",
    "wind": "wind",
    "sandstorm": "wind",
    "snow": "wind",
}
DETAIL_CUES: Final[dict[str, str]] = {
    "cafe": "cafe",
    "fireplace": "fire",
    "campfire": "fire",
    "river": "stream",
    "waterfall": "stream",
    "market": "crowd",
    "neon": "traffic",
}

MUSIC: Final[dict[str, str]] = {
    "guitar": (
        "guitar | acoustic guitar | guitars | ukulele | banjo | country music | folk music | "
        "folk | indie folk | mandolin | country | bluegrass | flamenco | lute | electric "
        "guitar | country guitar | harp | koto | oud | sitar"
    ),
    "piano": (
        "piano | pianos | piano notes | jazz piano | keys | lullaby | music box | jazz | "
        "celesta | rhodes | keyboard"
    ),
    "strings": (
        "strings | violin~ | cello~ | orchestra~ | orchestral | string section | string "
        "quartet | symphonic | symphony | viola | classical music | film score | cinematic "
        "score | swelling score | epic score | brass | choir | trumpet~ | french horn~ | hans "
        "zimmer | epic music | swelling strings | orchestral score | epic orchestral | "
        "timpani"
    ),
    "pad": (
        "pad | synth~ | ambient music | synthesizer~ | electronic music | drone music | "
        "synthwave | lo-fi | lofi | lo fi | ethereal music | ambient pad | soundscape pad | "
        "synth pad | low drone | electronic | techno | score | music | soundtrack | "
        "background music | musical | melody | song | cinematic music | beat | beats | drums "
        "| percussion"
    ),
    "-none": (
        "music video | strings of lights | string lights | string of | shoe strings | "
        "guitar case | musical chairs | no dialogue | cross country | country road | "
        "country house | country lane | old country | grand piano in | piano keys close | "
        "keys in | car keys | house keys | string bikini | score of | scores of | final score | "
        "country side | launch pad | helipad | note pad | notepad | ipad | helicopter pad | "
        "landing pad | lily pad~ | jazz club | wine country | beat up | beats against | "
        "heart beat~ | heartbeat | beats of | hair strings | cheese strings | harp seal | "
        "beat | wing beats | music stand | concert piano stool | brass lamp | brass instruments on "
        "| brass handle~ | brass key | brass"
    ),
}

MOODS: Final[dict[str, str]] = {
    "tender": (
        "tender | romantic | romance | intimate | loving | gentle melody | warm melody | soft "
        "acoustic | love | affectionate | sweet"
    ),
    "melancholy": (
        "melancholy | melancholic | sad | wistful | nostalgic | lonely | somber | sombre | "
        "bittersweet | mournful | longing | grief | sorrow~"
    ),
    "tense": (
        "tense | tension | suspense | suspenseful | ominous | eerie | dread | thriller | dark "
        "score | menacing | sinister | foreboding | noir | horror | unsettling"
    ),
    "epic": (
        "epic | heroic | triumphant | soaring | majestic | grand | swelling | inspiring | "
        "powerful | awe | dramatic score | rousing | monumental"
    ),
    "playful": (
        "playful | cheerful | upbeat | whimsical | joyful | happy | quirky | fun | lively | "
        "energetic | bouncy | comedic"
    ),
    "calm": (
        "calm | serene | peaceful | meditative | tranquil | relaxing | soothing | dreamy | "
        "ambient | quiet | contemplative | cozy | lullaby | hypnotic | ethereal"
    ),
}

FAR: Final = word_set("distant faraway far faint faintly muffled background distance outside")
NEAR: Final = word_set("close nearby near intimate foreground")
SOFT: Final = word_set(
    "soft softly low quiet quietly light gentle gently faint faintly subtle muted hushed delicate "
    "whispering mellow"
)
LOUD: Final = word_set(
    "loud loudly heavy roaring booming thunderous deafening pounding strong rhythmic crashing "
    "howling intense violent raging torrential"
)

#: what mutes everything
SILENCE: Final[dict[str, str]] = {
    "silence": (
        "silence | complete silence | in silence | no sound | no audio | muted audio | silent "
        "film | completely silent | without sound | without audio"
    ),
    "-none": "near silence | almost silence | breaks the silence",
    "no_music": "no music | without music | no score | no soundtrack | no background music",
    "no_dialogue": (
        "no dialogue | no speech | no voice | no voiceover | without dialogue | no talking | "
        "no voices"
    ),
}

#: opens a passage about sound
SOUND_LABEL: Final = (
    r"(?:(?:natural|native|background|layered|subtle|soft|diegetic)\s+)*"
    r"(?:ambient\s+(?:sounds?|audio|noise)|ambien[ct]e|audio(?:\s+(?:track|cues?|design))?|sfx|"
    r"foley|sounds?(?:\s*(?:design|scape|track|effects?|fx))?|soundscape|soundtrack|music|score|"
    r"voice\s?-?over|vo)"
)
