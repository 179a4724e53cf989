"""The vocabulary of the look: what floats in the air, how light falls, the colour grade."""

from typing import Final

ATMOSPHERE: Final[dict[str, str]] = {
    "dust": (
        "dust | dust motes | dust particles | motes | dusty | floating particles | particles "
        "| pollen | specks | dust drifting"
    ),
    "embers": "ember~ | spark~ | sparks fly | ash | ashes | glowing ash | firefl~ embers",
    "fireflies": "firefly | fireflies",
    "petals": "petal~ | cherry blossom petals | blossoms falling | falling blossoms | confetti",
    "leaves": (
        "falling leaves | leaves fall~ | drifting leaves | leaves swirl~ | leaves drift~ | "
        "swirling leaves"
    ),
    "smoke": "smoke | smoky | smoking | smoulder~ | incense | cigarette smoke | smoke drift~",
    "steam": (
        "steam | steaming | steamy | vapor | vapour | breath visible | steam rises | hot breath"
    ),
    "god_rays": (
        "god rays | god-rays | sun rays | sunrays | light rays | rays of light | light shaft~ "
        "| shaft~ of light | shaft of * light | sunbeam~ | sun beams | volumetric light | "
        "volumetric lighting | volumetric | crepuscular | beams of light | beam of | light "
        "beams | shafts of sunlight | light streams | light streaming | streaming through | "
        "beam of light | shaft of"
    ),
    "lens_flare": (
        "lens flare~ | lens-flare~ | sun flare~ | anamorphic flare~ | flare~ | light leak~"
    ),
    "rim_light": (
        "rim light | rim-light | rim lit | rim-lit | rim lighting | rim-lighting | rim-lit | "
        "backlit | back lit | backlight | backlighting | back-lit | silhouette~ | silhouetted "
        "| halo of light | edge light | contre jour"
    ),
    "candles": "candle~ | candlelit | candlelight | candle-lit | candle flame~",
    "fire": (
        "fire | flame~ | bonfire~ | campfire~ | fireplace | torch~ | burning | torchlight | "
        "fire light | firelight"
    ),
    "neon": "neon | neon sign~ | neon light~ | neon glow | neon-lit",
    "lanterns": "lantern~ | paper lantern~ | fairy lights | string lights | string of lights",
    "shimmer": "heat haze | heat shimmer | shimmer~ | mirage | heat waves | heat distortion",
    "flicker": "flicker~ | flickering light | strobe~ | strobing | pulsing light",
    "bubbles": "bubble~ | underwater",
    "lightning": "lightning | thunderbolt~ | lightning flash~",
    "sun_glitter": (
        "glitter~ | sparkl~ on water | sun glints | glint~ | sparkles | glistening water"
    ),
    "reflections": (
        "reflection~ | reflecting | mirrored | puddle~ | wet street~ | wet asphalt | "
        "reflective | rain slick~"
    ),
    "-none": (
        "dust jacket | gunfire | fire truck | fireman | fire hydrant | fire escape | ceasefire | "
        "fire extinguisher | campfire song | catches fire to | sparkling water | stardust | "
        "spark plug~ | volumetric fog | smoke grey | smokey eye | rust and dust | "
        "dust to dust | fired | particles of truth | smoking jacket | no smoking | stove top | "
        "fire sound | light reflection"
    ),
}

GRADES: Final[dict[str, str]] = {
    "warm": (
        "warm | warm tone~ | warm light | warm lighting | warm color~ | warm palette | amber "
        "| honey | cozy | golden tones | sepia | earthy tones | kodak portra | portra | warm "
        "grade | terracotta tones"
    ),
    "cold": (
        "cold | cool tone~ | cold tone~ | cool palette | cold light | cool light | blue tone~ "
        "| icy blue | bluish | steel blue | cool blue | cold palette | moonlight blue | "
        "desaturated blue | clinical"
    ),
    "teal": (
        "teal | teal and orange | orange and teal | teal-orange | teal-and-orange | "
        "blockbuster grade | cyan and orange"
    ),
    "mono": (
        "black and white | black-and-white | monochrome | monochromatic | b&w | grayscale | "
        "greyscale | noir | film noir | silver gelatin | bw"
    ),
    "sepia": "sepia | old photograph | daguerreotype",
    "film": (
        "film look | kodak | portra | fuji | fujifilm | cinestill | celluloid | 16mm | super "
        "8 | super 16 | 8mm | film stock | analog film | analogue film | 35mm film | vision3 "
        "| alexa | arri | imax | panavision | red komodo | red camera | film stock | film "
        "print | film photography"
    ),
    "grain": (
        "film grain | grain | grainy | gritty | vhs | 16mm | super 8 | 8mm | retro footage | "
        "35mm film | noise texture"
    ),
    "faded": (
        "faded | washed out | muted | pastel | desaturated | bleached | bleach bypass | low "
        "saturation | matte look | vintage | nostalgic | retro | muted palette | soft palette "
        "| dreamlike"
    ),
    "vivid": (
        "vivid | vibrant | saturated | rich colors | rich colours | bold colors | colorful | "
        "colourful | technicolor | hyper real colors | high saturation | pop colors"
    ),
    "contrast": (
        "high contrast | high-contrast | dramatic lighting | chiaroscuro | low key | low-key "
        "| hard light | harsh light | stark | dramatic light | deep shadows | moody | moody "
        "lighting"
    ),
    "soft": (
        "soft light | soft lighting | diffused | diffuse light | high key | high-key | soft "
        "diffused | softbox | dreamy | ethereal | airy | soft natural light | pastel"
    ),
    "dark": (
        "dark | dim | dimly lit | underexposed | gloomy | shadowy | moody | low light | low-light"
    ),
    "bleach": "bleach bypass",
    "green": "matrix green | green tint | sickly green | green cast",
    "magenta": (
        "magenta | pink and blue | purple haze | synthwave | vaporwave | magenta and cyan | "
        "pink neon | bisexual lighting"
    ),
    "-none": (
        "dark hair | dark haired | dark eyes | dark blue | dark green | dark brown | cold "
        "brew | cold drink | warm smile | warmly | warm bread | vintage car | vintage dress | "
        "retro diner | dark suit | dark coat | dark wood | dark chocolate | warm villa | dark "
        "skin | grain field~ | wood grain | brick grain | whole grain | grain of | grains of "
        "| honey jar | cozy sweater | amber grass | amber prairie | noir suit | vintage "
        "record | dark red | dark jeans | vintage wine | teal dress | stark naked | vivid "
        "dream"
    ),
}
