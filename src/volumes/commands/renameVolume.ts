import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { isVolatile, renameVolume as rename } from '../archive/copyVolume.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askNewName, freeName } from './askNewName.ts'
import { chooseVolume } from './chooseVolumes.ts'
import { freeVolume } from './freeVolume.ts'
import { refuseProtected } from './refuseProtected.ts'

/** Gives a volume another name. Engines can't: it is copied, verified, and then the old one is removed. */
export async function renameVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { data, engine, inventory, view } = connected
	const title = vscode.l10n.t('Rename Volume')
	const volume = await chooseVolume(connected, node, title)
	refuseProtected([volume])
	const users = view.usersOf(volume.name)
	if (users.length > 0) {
		const names = users.map((user) => user.name).join(', ')
		throw new Failure(
			vscode.l10n.t(
				'“{0}” cannot be renamed: {1} use it, and know it by its name. Clone it instead, or remove them first.',
				...[shortName(volume), names],
			),
			[
				{
					title: vscode.l10n.t('Clone Volume…'),
					run: () => vscode.commands.executeCommand('longshore.volumes.clone', node),
				},
			],
		)
	}
	if (isVolatile(volume)) {
		throw new Failure(vscode.l10n.t('“{0}” is in memory and holds nothing while no container uses it.', volume.name))
	}
	const prompt = vscode.l10n.t(
		'New name. The data is copied to a new volume and verified; then the old one is removed.',
	)
	// The old name would be told to be taken, instead of what a rename does.
	const proposed = freeName(volume.name, inventory.volumes)
	const name = await askNewName(title, prompt, proposed, inventory.volumes)
	// What is saved into the old one meanwhile would be lost.
	await data.withheld(volume.name, async () => {
		await freeVolume(connected, volume.name)
		await withArchiveProgress(vscode.l10n.t('Renaming {0} to {1}', shortName(volume), name), (job) =>
			rename({ engine, name: volume.name }, name, job),
		)
	})
}
