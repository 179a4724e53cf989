// In place of rjsf's ajv validator, which needs eval: the server is the one that validates.
export default {};
