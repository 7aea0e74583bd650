import { hostname } from 'node:os'

/** Whose a helper is: `<host>:<process id>`. */
export const ownerLabel = 'longshore.helper.owner'

/** This process, as the label has it. */
export function owner(): string {
	return `${hostname()}:${process.pid}`
}
