import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import type { VolumeNode } from '../node.ts'
import { inspectVolume as inspect } from '../operations.ts'
import type { VolumeParts } from '../parts.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Opens what the engine says about a volume. */
export async function inspectVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { name } = await chooseVolume(connected, node, vscode.l10n.t('Inspect Volume'))
	await connected.inspectDocuments.show('volume', name, await inspect(connected.engine, name))
}
