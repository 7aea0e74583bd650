import type { RegistryParts } from '../parts.ts'
import type { AccountReference } from './chooseAccounts.ts'
import { openWebsite } from './openWebsite.ts'
import { replaceSecret } from './replaceSecret.ts'
import { signIn } from './signIn.ts'
import { signOut } from './signOut.ts'

/** Commands on registries; they need no engine. */
export function registryCommands(parts: RegistryParts) {
	return {
		'longshore.registries.openWebsite': (node?: AccountReference) => openWebsite(parts, node),
		'longshore.registries.replaceSecret': (node?: AccountReference) => replaceSecret(parts, node),
		'longshore.registries.signIn': async () => {
			await signIn(parts)
		},
		'longshore.registries.signOut': (node?: AccountReference, nodes?: readonly AccountReference[]) =>
			signOut(parts, node, nodes),
	}
}
