import { whenConnected } from '../../ui/parts.ts'
import type { RegistryNode } from '../node.ts'
import type { RegistryParts } from '../parts.ts'
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
	return {
		'longshore.registries.copyLines': (node?: RegistryNode) => copyRemoteLines(parts, node),
		'longshore.registries.copyReference': (node?: RegistryNode) => copyRemoteReference(parts, node),
		'longshore.registries.deleteTag': (node?: RegistryNode) => deleteTag(parts, node),
		'longshore.registries.loadMore': (node?: RegistryNode) => loadMore(parts, node),
		'longshore.registries.openWebsite': (node?: RegistryNode) => openWebsite(parts, node),
		'longshore.registries.pull': whenConnected(parts, pullTag),
		'longshore.registries.refresh': (node?: RegistryNode) => refresh(parts, node),
		'longshore.registries.replaceSecret': async (node?: AccountReference) => {
			await replaceSecret(parts, node)
		},
		'longshore.registries.search': (node?: RegistryNode) => search(parts, node),
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
