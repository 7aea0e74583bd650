/** By which VS Code knows the tab when it brings it back. */
export const viewType = 'longshore.topology'
