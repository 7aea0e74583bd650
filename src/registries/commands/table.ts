import { whenConnected } from '../../ui/parts.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
import { registryFailure } from '../registryFailure.ts'
import { loadMore, refresh, search } from './browseRemote.ts'
import type { AccountReference } from './chooseAccounts.ts'
import { copyRemoteLines, copyRemoteReference } from './copyRemote.ts'
import { deleteTag } from './deleteTag.ts'
import { openWebsite } from './openWebsite.ts'
import { pullTag } from './pullTag.ts'
import { replaceSecret } from './replaceSecret.ts'
import { signIn } from './signIn.ts'
import { signOut } from './signOut.ts'
import { useDockerCli } from './useDockerCli.ts'

/** Commands on registries; all but a pull need no engine. */
export function registryCommands(parts: RegistryParts) {
	/** What a registry answers is told as a registry's answer, not as an engine's. */
	const asking = (run: (parts: RegistryParts, node?: RegistryNode) => Promise<void>) => async (node?: RegistryNode) => {
		try {
			await run(parts, node)
		} catch (error) {
			const account = node && parts.accounts.byId(node.accountId)
			throw account ? registryFailure(error, account) : error
		}
	}
	return {
		'longshore.registries.copyLines': asking(copyRemoteLines),
		'longshore.registries.copyReference': asking(copyRemoteReference),
		'longshore.registries.deleteTag': asking(deleteTag),
		'longshore.registries.loadMore': asking(loadMore),
		'longshore.registries.openWebsite': (node?: RegistryNode) => openWebsite(parts, node),
		'longshore.registries.pull': whenConnected(parts, pullTag),
		'longshore.registries.refresh': (node?: RegistryNode) => refresh(parts, node),
		'longshore.registries.replaceSecret': async (node?: AccountReference) => {
			await replaceSecret(parts, node)
		},
		'longshore.registries.search': asking(search),
		'longshore.registries.signIn': async () => {
			await signIn(parts)
		},
		'longshore.registries.signOut': (node?: AccountReference, nodes?: readonly AccountReference[]) =>
			signOut(parts, node, nodes),
		'longshore.registries.useDockerCli': async () => {
			await useDockerCli(parts)
		},
	}
}
