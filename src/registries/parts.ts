import type { Parts } from '../ui/parts.ts'
import type { Accounts } from './account.ts'
import type { Remote } from './remote.ts'

/** What commands on registries need. */
export interface RegistryParts extends Parts {
	readonly accounts: Accounts
	readonly remote: Remote
	/** Where the Docker CLI keeps its configuration. */
	readonly dockerFolder: string
}
