import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { copySpecification, copyVolume, isElsewhere } from '../archive/copyVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askHold } from './askHold.ts'
import { askNewName, freeName } from './askNewName.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Copies a volume into a new one with the same driver, options and labels; compose's own labels stay behind. */
export async function cloneVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { engine, inventory } = connected
	const title = vscode.l10n.t('Clone Volume')
	const volume = await chooseVolume(connected, node, title)
	const prompt = isElsewhere(volume)
		? vscode.l10n.t('Name of the clone. It is a plain volume: with the same options it would be the same data.')
		: vscode.l10n.t('Name of the clone')
	const proposed = freeName(`${shortName(volume)}-copy`, inventory.volumes)
	const name = await askNewName(title, prompt, proposed, inventory.volumes)
	const { containers, hold } = await askHold(connected, [volume.name], title)
	await withArchiveProgress(vscode.l10n.t('Cloning {0}', shortName(volume)), (job) =>
		whileHeld(engine, containers, hold, () =>
			copyVolume({ engine, name: volume.name }, { engine, specification: copySpecification(volume, name) }, job),
		),
	)
}
