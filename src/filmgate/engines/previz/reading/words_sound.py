"""The vocabulary of music, silence, level and distance."""

from typing import Final

from filmgate.engines.previz.reading.match import word_set

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
