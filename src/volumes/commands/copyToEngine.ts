import * as vscode from 'vscode'
import { decodeVolumes } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { copySpecification, copyVolume } from '../archive/copyVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askEngine } from './askEngine.ts'
import { askHold } from './askHold.ts'
import { askNewName, freeName } from './askNewName.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Copies a volume to another engine, straight through, without a file between. */
export async function copyToEngine(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { engine } = connected
	const title = vscode.l10n.t('Copy Volume to Another Engine')
	const volume = await chooseVolume(connected, node, title)
	const other = await askEngine(title, engine)
	try {
		await copyTo(other, connected, volume, title)
	} finally {
		other.close()
	}
}

async function copyTo(
	other: Engine,
	connected: Connected<VolumeParts>,
	volume: VolumeRecord,
	title: string,
): Promise<void> {
	const { engine } = connected
	const there = new Map(decodeVolumes(await other.docker.listVolumes()).map((each) => [each.name, each]))
	const label = other.endpoint.label
	const prompt = vscode.l10n.t('Name of the volume on {0}', label)
	const name = await askNewName(title, prompt, freeName(volume.name, there), there)
	const { containers, hold } = await askHold(connected, [volume.name], title)
	const specification = copySpecification(volume, name)
	await withArchiveProgress(vscode.l10n.t('Copying {0} to {1}', shortName(volume), label), (job) =>
		whileHeld(engine, containers, hold, () =>
			copyVolume({ engine, name: volume.name }, { engine: other, specification }, job),
		),
	)
	void vscode.window.showInformationMessage(
		vscode.l10n.t('“{0}” is on {1} now, as “{2}”, and was verified there.', shortName(volume), label, name),
	)
}
