// The design system: everything a page is made of.
export { Button, Copy, IconButton, copyText } from "./button.jsx";
export { Clip, usePointedAt } from "./clip.jsx";
export { CodeBlock, Value } from "./code.jsx";
export { Confirm, Dialog } from "./dialog.jsx";
export { Checkbox, Field, Search, Select, Switch, TextField } from "./field.jsx";
export { Icon, Mark } from "./icon.jsx";
export { Empty, ErrorState, Loaded, Note, Skeleton, Spinner } from "./states.jsx";
export { Ago, Badge, Progress, StatusBadge, statusLabel } from "./status.jsx";
export { Table } from "./table.jsx";
export { Segmented, TabPanel, Tabs } from "./tabs.jsx";
export { Toasts, toast, toastError } from "./toast.jsx";
export { Totals } from "./totals.jsx";
