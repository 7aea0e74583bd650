import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import type { ContainersNode } from '../node.ts'
import { readFile } from '../operations/listFolder.ts'
import type { ContainerParts } from '../parts.ts'

/** What is shown as text at most, in bytes. */
const most = 5_000_000
/** Reading ends after this; ms. */
const patience = 30_000

/** Opens a file of a tmpfs, as it is now, for reading. */
export async function openTemporaryFile(
	{ engine, inventory, containerFiles }: Connected<ContainerParts>,
	node?: ContainersNode,
): Promise<void> {
	if (node?.kind !== 'entry') return
	const { path, entry, owner } = node
	if ((entry.size ?? 0) > most) {
		throw new Failure(
			vscode.l10n.t('“{0}” has {1}; shown are {2} at most.', path, formatBytes(entry.size ?? 0), formatBytes(most)),
		)
	}
	const content = await readFile(engine, owner, path, AbortSignal.timeout(patience))
	await containerFiles.show(inventory.containers.get(owner)?.name ?? owner, path, content.toString('utf8'))
}
