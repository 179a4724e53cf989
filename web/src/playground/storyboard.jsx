// What the engine made of the prompt, shot by shot, while it is written: before anything is rendered.
import { seconds } from "../format.js";
import { Icon } from "../ui/index.js";

const SIZES = { wide: "wide", medium: "medium shot", close: "close-up", extreme_close: "extreme close-up" };
const words = (text) => String(text).replaceAll("_", " ");

/** Short facts of a shot: camera, then place and light, then who is there, then sound. */
function factsOf(shot) {
  const moves = shot.moves.map((move) => words(move.kind));
  const subjects = shot.subjects.map(({ count, word, kind }) => (count > 1 ? `${count} ${word || kind}` : word || kind));
  const camera = [SIZES[shot.size] ?? words(shot.size), ...moves];
  const scene = [shot.place, shot.time_of_day, shot.season, ...shot.weather, ...shot.atmosphere, ...shot.grade, ...shot.lens, shot.mood];
  const sounds = shot.sounds.map((sound) => words(sound.name));
  return [
    ["camera", camera],
    ["scene", scene.filter(Boolean).map(words)],
    ["subjects", subjects],
    ["sound", [...sounds, ...shot.dialogue.map(() => "speech")]],
  ].map(([kind, list]) => [kind, [...new Set(list)]]);
}

/** `prediction` is the answer of a dry run; engines that tell no storyboard show nothing. */
export function Storyboard({ prediction, isOpen }) {
  const shots = prediction?.storyboard?.shots;
  if (!shots?.length) return null;
  const { fps } = prediction.output;
  const missed = prediction.storyboard.not_understood ?? [];
  return (
    <details class="pg-fold flat pg-story" open={isOpen}>
      <summary>
        <Icon name="right" size={15} />
        What the next run will show
        <span class="muted small">{shots.length === 1 ? "1 shot" : `${shots.length} shots`}</span>
      </summary>
      <div class="pg-fold-body">
        <ol class="pg-story-shots">
          {shots.map((shot, i) => (
            <li key={i}>
              <div class="row small">
                <span class="pg-number-badge" aria-hidden="true">{i + 1}</span>
                <span class="truncate grow" title={shot.text}>{shot.text || "No words: the picture decides"}</span>
                <span class="muted num">{seconds(shot.frames / fps)}</span>
              </div>
              <div class="row wrap pg-chips">
                {factsOf(shot).flatMap(([kind, list]) => list.map((fact) => <span key={kind + fact} class="tag" data-kind={kind}>{fact}</span>))}
              </div>
            </li>
          ))}
        </ol>
        {missed.length > 0 && <p class="small soft">Not understood: {missed.map((text) => `“${text}”`).join(", ")}</p>}
      </div>
    </details>
  );
}
