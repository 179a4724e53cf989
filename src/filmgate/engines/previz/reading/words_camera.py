"""The vocabulary of the camera: moves, sizes, angles, lenses, transitions."""

from typing import Final

#: phrases marked "?" count only where the camera is what moves
MOVES: Final[dict[str, str]] = {
    "dolly_zoom": "dolly zoom~ | vertigo effect/shot/zoom | zolly | hitchcock zoom | contra zoom",
    "rack_focus": (
        "rack/pull/shift~ focus | racking focus | racks focus | focus pull~ | focus shift~ | "
        "rack focus | focus rack~ | refocus~ | focus transition~ | focus/focuses moves from | "
        "focus travels"
    ),
    "whip_left": "whip/swish/snap pan~ left | whips left | whip left | whip-pans left",
    "whip_right": (
        "whip/swish/flash/snap pan~ right | whip/swish/flash/snap pan~ | whip~ right | "
        "whip~ around | ?whip~ to | ?snap~ to | ?whip~ toward/towards | ?swing~ around"
    ),
    "handheld": (
        "handheld | hand held | shoulder cam/camera/rig | shoulder mounted | shaky cam/camera | "
        "shaky | camera shake~ | shaking camera | jittery | documentary style/camera/feel/footage "
        "| verite | vérité | found footage | run and gun | jostling | bodycam | body cam | "
        "camcorder"
    ),
    "static": (
        "static camera/shot/frame/framing/wide/composition/tripod/angle/view | static | "
        "locked off | locked camera/shot/frame/wide/tripod | lock off | lock~ down | locked "
        "down | tripod | still camera | fixed camera/shot/frame/angle/tripod | stationary "
        "camera/shot | unmoving camera | motionless camera | camera does not move | camera "
        "doesn't move | camera never moves | camera stays/remains/is/holds "
        "still/fixed/static/locked/steady/motionless/put | camera holds | ?hold~ | ?stay~ "
        "still | ?remain~ still | ?linger~ | no camera movement | no camera motion | without "
        "camera movement | without camera motion | without any camera movement | no movement "
        "of camera"
    ),
    "push": (
        "push~ in | push~ in to/into/toward/towards/on/closer | ?push~ toward/towards | "
        "?push~ through | ?push~ into | ?push~ forward | ?push~ closer | dolly~ in | dollies in | "
        "dolly~ forward/toward/towards/into/closer | dollies forward/toward/towards/into/closer | "
        "dolly in | dolly shot | truck~ in | track~ in | tracking in | track~ forward | "
        "?creep~ in | ?crept in | ?creep~ closer/forward/toward/towards/into | ?inch~ in/closer/"
        "forward/toward/towards | "
        "?move~ in | ?move~ in on | ?move~ closer | ?move~ forward/toward/towards/into/through | "
        "?close~ in | ?close~ in on | ?come~ closer | ?come~ in close | ?go~ closer | "
        "?drift~ in | ?drift~ closer/forward/toward/towards/into | ?ease~ in/into/closer/forward/"
        "toward/towards | ?glide~ in | ?glide~ closer/forward/toward/towards/into/through | "
        "?float~ in | ?float~ closer/forward/toward/towards/into/through | "
        "?slide~ in | ?slide~ closer/forward | ?approach~ | ?advance~ | ?tighten~ | "
        "?draw~ closer/nearer | ?get~ closer | ?step~ forward/closer | ?travel~ forward/toward/"
        "towards/through/into | ?dive~ into/in | ?rush~ in/toward/towards/forward/into | "
        "?enter~ | ?lean~ in | ?pass~ through | ?walk~ toward/towards/forward/through"
    ),
    "pull": (
        "pull~ back | pull~ out | pull~ away | pullback | pulling back | dolly~ out | dollies out "
        "| dolly~ back/backward/backwards/away | dollies back/backward/backwards/away | "
        "track~ back/backward/backwards/out | truck~ out/back | ?move~ back/away/backward/"
        "backwards | ?drift~ away/backward/backwards | ?back~ away/up/off | ?glide~ back/away/"
        "backward/backwards | ?retreat~ | ?withdraw~ | ?ease~ back/out/away | ?float~ away/back/"
        "backward/backwards | ?draw~ back/away | ?recede~ | ?widen~ | ?creep~ back/out | "
        "?slide~ back | camera reveal~ | reveal shot | ?step~ back | widening shot"
    ),
    "zoom_in": (
        "zoom~ in | zoom~ into/toward/towards/on/onto/closer | zoom in | crash/snap/punch/quick/"
        "fast/slow/smooth/gentle/rapid zoom~ | punch~ in | crash zoom~ in | snap zoom~ in | "
        "?zoom~ | slow/gentle/smooth/quick/fast/rapid zoom in"
    ),
    "zoom_out": "zoom~ out | zoom~ back/away | crash/snap zoom~ out | slow zoom out",
    "track_left": (
        "track~ left | truck~ left | tracking left | trucking left | slide~ left | sliding left "
        "| ?move~ left | ?move~ to left | ?glide~ left | ?drift~ left | ?travel~ left | "
        "dolly~ left | dollies left | crab~ left | lateral~ left | right to left"
    ),
    "track_right": (
        "track~ right | truck~ right | tracking right | trucking right | slide~ right | "
        "sliding right | ?move~ right | ?move~ to right | ?glide~ right | ?drift~ right | "
        "?travel~ right | dolly~ right | dollies right | crab~ right | left to right | "
        "tracking shot/camera/move/movement/follow/alongside | track~ alongside/along/with/beside/"
        "past/across/sideways | tracking | tracks him/her/them/it/his/their | ?track~ | "
        "trucking shot | truck~ alongside/along/past/sideways | lateral shot/move/movement/"
        "tracking/track/slide/dolly/camera | laterally | lateral | "
        "dolly~ along/alongside/past/across/sideways/with | dollies along/alongside/past/across/"
        "sideways/with | dolly~ sideways | slider shot/move/movement | follow shot | following "
        "shot | follow cam | camera follow~ | ?follow~ | ?glide~ | ?glide~ along/alongside/past/"
        "across/over/sideways | gliding shot/camera/move | ?slide~ | ?slide~ past/along/across/"
        "sideways | ?travel~ along/alongside/across/past | ?drift~ across/past/along/sideways | "
        "?move~ alongside/along/past/sideways/across/with/parallel | side tracking | steadicam | "
        "steadicam shot | gimbal shot | parallax shot/move/slide | crab shot | ?pace~ | "
        "?keep~ pace | ?run~ alongside | ?ride~ alongside | ?fly~ alongside | ?skim~ along | "
        "?wander~"
    ),
    "pan_left": (
        "pan~ left | pan~ to left | pan~ leftward/leftwards | panning left | left pan | "
        "leftward pan | pan~ * to left | ?sweep~ left | ?swing~ left | ?turn~ left | ?look~ left "
        "| pan right to left | pan~ from right to left | pan~ from right"
    ),
    "pan_right": (
        "pan~ right | pan~ to right | pan~ rightward/rightwards | right pan | rightward pan | "
        "pan~ left to right | pan~ from left to right | pan~ from left | ?sweep~ right | "
        "?swing~ right | ?turn~ right | ?look~ right | pan shot | panning shot | pan~ across/over/"
        "along/around/toward/towards/following/with/to/from/past | pan~ | slow/gentle/smooth/quick/"
        "fast/sweeping pan | panoramic sweep/pan/shot | ?sweep~ | ?sweep~ over/across/along/around/"
        "past/through | sweeping shot/pan/camera/move/panorama | ?swing~ | ?scan~ | ?survey~ | "
        "?turn~ | ?turn~ to/toward/towards"
    ),
    "tilt_up": (
        "tilt~ up | tilt~ upward/upwards | tilt up | tilt~ skyward | upward tilt | tilt-up | "
        "?tilt~ | slow tilt | gentle tilt | tilt shot | ?look~ up | ?look~ upward/upwards | "
        "?drift~ back up | ?drift~ up/upward/upwards | ?gaze~ up | ?pan~ up/upward/upwards | "
        "pan~ up/upward/upwards | ?travel~ up"
    ),
    "tilt_down": (
        "tilt~ down | tilt~ downward/downwards | downward tilt | tilt-down | ?look~ down | "
        "?drift~ down/downward/downwards | ?drift~ back down | pan~ down/downward/downwards | "
        "?travel~ down | ?dip~ | ?dip~ down"
    ),
    "crane_up": (
        "crane~ up | crane~ upward/upwards | crane shot | crane move/movement | craning up | "
        "craning shot | crane~ over/above | ?crane~ | boom~ up | boom shot | jib up | jib~ up | "
        "jib shot | pedestal up | pedestal~ up | ?rise~ | ?rise~ up/above/over/slowly/into | "
        "?rose up/above | ?rising | rising shot/crane/camera/aerial/drone | ?ascend~ | "
        "ascending shot/camera/drone/aerial | ?lift~ | ?lift~ up/off/above/upward/upwards | "
        "?climb~ | ?climb~ up/above/over | ?soar~ up/upward/upwards/above | ?float~ up/upward/"
        "upwards | ?elevate~ | ?move~ up/upward/upwards | ?glide~ up/upward/upwards | "
        "vertical rise | crane"
    ),
    "crane_down": (
        "crane~ down | crane~ downward/downwards | boom~ down | jib~ down | pedestal~ down | "
        "?descend~ | descending shot/camera/drone/aerial/crane | ?lower~ | ?lower~ down | "
        "?sink~ | ?sink~ down | ?drop~ | ?drop~ down/to | ?come~ down | ?move~ down/downward/"
        "downwards | ?glide~ down/downward/downwards | ?float~ down/downward/downwards | "
        "?swoop~ down | ?fly~ down | ?settle~ down"
    ),
    "orbit_left": (
        "orbit~ left | arc~ left | orbit~ to left | arc~ to left | orbit~ counterclockwise | "
        "orbit~ counter clockwise | orbit~ anticlockwise | circle~ counterclockwise | "
        "?circle~ left | ?rotate~ left | ?rotate~ counterclockwise"
    ),
    "orbit_right": (
        "orbit~ right | arc~ right | orbit~ to right | arc~ to right | orbit~ clockwise | "
        "orbit shot | orbital shot/move/camera/movement | orbiting shot/camera | ?orbit~ | "
        "camera orbit~ | orbit~ around | 360 orbit/shot/spin/rotation/move/camera/pan/degrees/"
        "degree | 360 degree orbit/shot/spin/rotation/move/pan | arc shot | arcing shot | "
        "?arc~ | arc~ around | camera arc~ | ?circle~ | ?circle~ around | circling shot/camera | "
        "camera circle~ | ?spin~ around | ?revolve~ | ?revolve~ around | ?rotate~ | "
        "?rotate~ around | ?swirl~ around | ?spiral~ around | ?wrap~ around | ?curve~ around | "
        "?move~ around | ?drift~ around | ?glide~ around | ?travel~ around | semicircle | "
        "?fly~ around | bullet time | turntable | hero rotation | product rotation"
    ),
    "roll_left": (
        "camera roll~ left | roll shot left | ?rolls left | ?rolls counterclockwise | "
        "barrel roll left"
    ),
    "roll_right": (
        "camera roll~ | camera roll~ right | ?rolls | ?roll | ?rolls right | ?rolls clockwise | "
        "barrel roll~ | roll shot | rolling camera move | ?corkscrew~"
    ),
    "fly_forward": (
        "fpv | fpv drone/shot/flight/dive | fly through | fly-through | flythrough | flyover "
        "| slow/smooth/low/aerial/gentle fly over | ?fly over | flyby | fly by shot | ?fly~ | "
        "?fly~ over/through/across/above/toward/towards/forward/into/past/low | ?flies | "
        "?flies over/through/across/above/toward/towards/forward/into/past/low | ?soar~ | "
        "?soar~ over/through/across/toward/towards/past | flying shot/camera | drone "
        "flight/flyover/flythrough | ?glide~ over/above | ?skim~ | ?skim~ over/across | "
        "?float~ over/above/across | ?race~ | ?race~ "
        "through/over/across/forward/toward/towards | ?hurtle~ | ?plunge~ | ?swoop~ | ?swoop~ "
        "over/through/across/in | ?charge~ forward | ?speed~ "
        "through/over/along/forward/across | ?dart~ through | ?weave~ through | ?zip~ through "
        "| ?zoom~ through/over/across/past"
    ),
    "-blocked": (
        "tilt~ his/her/their/its/one's head | tilted head | head tilt~ | train track~ | "
        "railway track~ | race track~ | racetrack | dirt track~ | sound track | soundtrack | "
        "tire track~ | tyre track~ | animal track~ | snow track~ | track suit | tracks in snow | "
        "tracks in sand | frying pan | sauce pan | saucepan | pan of | in a pan | in pan | "
        "hot pan | iron pan | pan on | pans on | pots and pans | peter pan | construction crane~ "
        "| tower crane~ | harbor crane~ | harbour crane~ | paper crane~ | crane fly | dock crane~ "
        "| origami crane~ | white crane~ | cranes fly~ | flock of cranes | pickup truck | "
        "food truck | fire truck | truck driver | zoom~ past | zoom~ by | zoom call | "
        "low earth orbit | in orbit | earth orbit | planetary orbit | story arc | arc of | "
        "electric arc | arc lamp | narrative arc | static electricity | static noise | "
        "radio static | tv static | static hiss | rolls of film | film roll | roll of | "
        "dolly grip | shallow focus | hold~ hands | hold~ a | hold~ her | hold~ his | hold~ the | "
        "hold~ their | holding up | pushes her hair | push~ open | pull~ open | push~ a | "
        "pull~ a | pull~ her | pull~ his | step~ back | back up dancer | following prompt | "
        "as follows | following | camera roll photo | drop~ of | drops of | sweep of | "
        "look~ up at him | look~ up at her"
    ),
}

SPEEDS: Final[dict[str, str]] = {
    "crawl": (
        "very slow | very slowly | extremely slow | extremely slowly | imperceptibly | "
        "almost imperceptible | glacial | glacially | barely perceptible | ultra slow"
    ),
    "slow": (
        "slow | slowly | slower | gentle | gently | smooth | smoothly | gradual | gradually | "
        "subtle | subtly | graceful | gracefully | soft | softly | creeping | languid | "
        "languidly | calm | calmly | delicate | delicately | lazy | lazily | leisurely | "
        "unhurried | hypnotic | dreamy | slight | slightly | delicately | patient | patiently | "
        "measured | elegant | elegantly | tender | tenderly | quiet | quietly"
    ),
    "fast": (
        "fast | faster | quick | quickly | rapid | rapidly | swift | swiftly | sudden | suddenly "
        "| abrupt | abruptly | rushing | rushes | frantic | frantically | aggressive | "
        "aggressively | energetic | energetically | dynamic | dynamically | speeding | hurtling | "
        "violent | violently | frenetic | whip | crash | snap | punchy | high speed | racing | "
        "urgent | urgently | explosive | sharp | sharply | fpv | breakneck | kinetic"
    ),
    "-none": "slow motion | slow mo | fast motion | fast food | soft light | fast paced",
}

EASINGS: Final[dict[str, str]] = {
    "ramp_up": (
        "accelerating | accelerates | speeds up | picks up speed | speed ramp~ | speeding up"
    ),
    "ramp_down": (
        "decelerating | decelerates | slows down | slowing to | settles | settling | comes to rest "
        "| coming to rest | eases to a stop | ease to a stop | comes to a stop | to a halt | "
        "stops on | stopping on | ending on | ends on | lands on | landing on | slowing down"
    ),
    "linear": (
        "constant speed | steady pace | steadily | constant pace | linear | robotic | even pace"
    ),
}

#: joins between two moves
SEQUENCE: Final[dict[str, str]] = {
    "then": (
        "then | finally | before | afterwards | afterward | after which | next | followed by | "
        "until | eventually | after that | and then | transition~ into | ending | ends | later | "
        "first | at last | once | lastly | ultimately | at end | culminat~ | concluding"
    ),
    "while": (
        "while | as | simultaneously | at same time | at the same time | combined with | with | "
        "and | during | plus | both | together with"
    ),
}

SIZES: Final[dict[str, str]] = {
    "extreme_wide": (
        "extreme wide | extreme wide shot | ultra wide shot | super wide shot | ews | "
        "extreme long shot | epic wide | vast wide | aerial wide | extreme-wide"
    ),
    "wide": (
        "wide | wide shot | wide angle shot | establishing | establishing shot | "
        "long shot | full shot | full body | full-body | wide-angle | master shot | panoramic | "
        "panorama | landscape shot | wide view | overview | wide establishing | vista | "
        "wide tableau | head to toe"
    ),
    "medium": (
        "medium shot | medium | mid shot | midshot | mid-shot | medium wide | medium-wide | "
        "medium long | medium long shot | two shot | two-shot | waist up | waist-up | "
        "waist level | waist shot | cowboy shot | american shot | knee up | three shot | "
        "half body | half-body | medium full"
    ),
    "medium_close": (
        "medium close up | medium closeup | medium close-up | mcu | chest up | chest-up | "
        "head and shoulders | portrait shot | tight medium | bust shot | tight two shot | "
        "tighter two shot | tight medium close up | portrait framing | "
        "tight portrait | close medium | medium close"
    ),
    "close": (
        "close up | close-up | closeup | close ups | closeups | close shot | tight shot | "
        "tight on | close on | tight close up | tight framing | tight | in close | "
        "close framing | detail shot | insert shot | cu | beauty shot | hero close up"
    ),
    "extreme_close": (
        "extreme close up | extreme closeup | extreme close-up | ecu | macro | macro shot | "
        "macro close up | extreme close | big close up | detail of eye | choker shot | "
        "extreme macro | super close up | ultra close up"
    ),
    "-none": (
        "medium speed | medium format | medium length | medium pace | medium rare | wide open | "
        "wide eyed | wide smile | wide brimmed | wide brim | eyes wide | wide grin | mouth wide | "
        "close her eyes | close his eyes | close to | close together | close by | tight grip | "
        "tight jeans | tight dress | medium roast | medium sized | world wide | wide leg | "
        "tight embrace | medium brown | holds tight | wide awake | medium heat | wide lapels"
    ),
}

ANGLES: Final[dict[str, str]] = {
    "low": (
        "low angle | low-angle | worm's eye | worms eye | from below | ground level | "
        "low to ground | low to the ground | looking up at | hero angle | hip level | "
        "upward angle | floor level | from ground"
    ),
    "high": (
        "high angle | high-angle | from above | looking down on | elevated angle | high vantage"
    ),
    "overhead": (
        "overhead | top down | top-down | bird's eye | birds eye | bird's-eye | flat lay | "
        "god's eye | straight down | directly above | topdown | from directly above"
    ),
    "aerial": (
        "aerial | aerials | drone | drone shot | drone footage | helicopter shot | fpv | "
        "from the air | from the sky | aerial view | flyover | satellite view"
    ),
    "over_shoulder": (
        "over the shoulder | over-the-shoulder | over shoulder | ots | over his shoulder | "
        "over her shoulder | over their shoulder | over * shoulder"
    ),
    "pov": (
        "pov | point of view | point-of-view | first person | first-person | subjective camera | "
        "through her eyes | through his eyes | subjective shot"
    ),
    "profile": (
        "profile | in profile | side profile | side view | from the side | side-on | side on"
    ),
    "back": (
        "from behind | back view | rear view | seen from behind | back to camera | her back | "
        "his back | their backs | backs to camera | back turned | from the back | facing away"
    ),
    "eye": "eye level | eye-level | straight on | straight-on | frontal shot",
    "-none": (
        "overhead lamp~ | overhead light~ | overhead cable~ | overhead wire~ | overhead bin~ | "
        "clouds overhead | birds overhead | circle overhead | wheel overhead | stars overhead | "
        "fly overhead | flies overhead | sky overhead | soar overhead | moon overhead | "
        "overhead fan | passes overhead | pass overhead | overhead speaker~ | gulls overhead | "
        "drones fly | high profile | drone of | low drone | drone sound | synth drone | "
        "rear view mirror | profile picture | on his back | on her back"
    ),
}

LENSES: Final[dict[str, str]] = {
    "shallow": (
        "shallow depth of field | shallow depth | shallow focus | shallow dof | soft background | "
        "blurred background | background blur | out of focus background | blurry background | "
        "selective focus | defocused background | creamy background | f/1.4 | wide open aperture "
        "| background falls out | softly blurred"
    ),
    "bokeh": "bokeh | bokeh balls | defocused lights | out of focus lights | blurred lights",
    "deep": "deep focus | deep depth of field | everything in focus | pan focus",
    "anamorphic": (
        "anamorphic | anamorphic lens/lenses/flare/flares | widescreen scope | cinemascope"
    ),
    "macro": "macro | macro lens | probe lens",
    "telephoto": (
        "telephoto | long lens | compressed perspective | 85mm | 100mm | 105mm | 135mm | 200mm | "
        "300mm | 400mm | 85 mm | 135 mm | 200 mm"
    ),
    "wide_angle": (
        "wide angle lens | wide-angle lens | ultra wide angle | ultrawide | 14mm | 16mm lens | "
        "18mm | 20mm | 24mm | 28mm | 24 mm | 18 mm"
    ),
    "fisheye": "fisheye | fish eye | fish-eye",
    "normal": "35mm | 50mm | 40mm | 35 mm | 50 mm | 40 mm",
    "tilt_shift": "tilt shift | tilt-shift | miniature effect",
    "slow_motion": (
        "slow motion | slow-motion | slo mo | slow mo | slowmo | bullet time | 120fps | 240fps | "
        "120 fps | 240 fps | high frame rate | high speed camera | overcranked | time slows | "
        "in slowed time"
    ),
    "fast_motion": "fast motion | fast-motion | sped up | speeded up | undercranked | fast forward",
    "time_lapse": "time lapse | time-lapse | timelapse | hyperlapse | hyper lapse | hyper-lapse",
    "freeze": "freeze frame | freeze-frame | freezes mid air | frozen in time",
    "dutch": "dutch angle | dutch tilt | canted angle | canted | tilted horizon | dutch",
    "-none": "soft focus on details",
}

TRANSITIONS: Final[dict[str, str]] = {
    "dissolve": (
        "dissolve~ | dissolve~ to/into | cross dissolve~ | crossfade~ | cross fade~ | "
        "match dissolve~ | morph~ into | morph transition | melts into | blend~ into | "
        "soft transition | lap dissolve"
    ),
    "fade": "fade~ to/into | fade~ in | fade in from black | fades from black | dip to black",
    "whip": "whip pan transition | whip transition | whip pan to | swish pan to | whip-pan cut",
}

FADE_OUT: Final[dict[str, str]] = {
    "fade": (
        "fade~ to black | fade~ out | cut~ to black | fade to dark | fades into darkness | "
        "fade~ to white | fades to darkness"
    ),
    "-none": "music fades out | sound fades out | score fades out | audio fades out",
}
