// What widgets know beyond their own value: messages by path, the whole input, sample pictures.
import { createContext } from "preact";
import { useContext } from "preact/hooks";

const NONE = { errors: [], warnings: [] };

export const FormContext = createContext({
  errors: new Map(),
  warnings: new Map(),
  fates: new Map(),
  samples: [],
  input: {},
  schema: {},
  change: () => {},
});

export const useForm = () => useContext(FormContext);

/** Errors and warnings of exactly this path, such as "elements.0.video_url". */
export function useMessages(path) {
  const { errors, warnings } = useForm();
  const found = { errors: errors.get(path), warnings: warnings.get(path) };
  return found.errors || found.warnings
    ? { errors: found.errors ?? NONE.errors, warnings: found.warnings ?? NONE.warnings }
    : NONE;
}

/** A change of a list as the body wants it: from what is there then, and no list when none is left. */
export const ofList = (work) => (now) => {
  const next = work(Array.isArray(now) ? now : []);
  return next.length ? next : undefined;
};
