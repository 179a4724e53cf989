// In place of rjsf's Markdown renderer: our descriptions are plain text.
export const Markdown = ({ children }) => children;
export default Markdown;
