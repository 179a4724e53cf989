// In place of the library that merges `allOf`: normalised schemas have none.
const absent = () => {
  throw new Error("allOf is not part of the normalised schemas");
};
export const createComparator = () => ({ compareSchemaDefinitions: absent, compareSchemaValues: absent });
export const createMerger = () => ({ mergeArrayOfSchemaDefinitions: absent });
export const createShallowAllOfMerge = () => absent;
export const createDeduplicator = () => absent;
export const createIntersector = () => absent;
