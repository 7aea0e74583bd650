/** Stands before what the suite says, so that it is told from what else VS Code writes. */
export const suiteMark = '\u2063suite\u2063'
