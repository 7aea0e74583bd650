import type { Parts } from '../ui/parts.ts'
import type { Accounts } from './account.ts'

/** What commands on registries need. */
export interface RegistryParts extends Parts {
	readonly accounts: Accounts
}
