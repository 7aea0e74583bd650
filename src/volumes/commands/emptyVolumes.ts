import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { isActive } from '../../containers/container.ts'
import { withProgress } from '../../ui/progress.ts'
import { emptyVolume } from '../archive/emptyVolume.ts'
import { shellImage } from '../data/helperImage.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { archiveFailure } from './archiveMessage.ts'
import { chooseVolumes } from './chooseVolumes.ts'
import { confirmLoss } from './confirmLoss.ts'
import { refuseProtected } from './refuseProtected.ts'

/** Removes everything in volumes, and keeps the volumes. Refused while a container runs with one. */
export async function emptyVolumes(
	connected: Connected<VolumeParts>,
	node?: VolumeNode,
	nodes?: readonly VolumeNode[],
): Promise<void> {
	const { data, engine, view } = connected
	const volumes = await chooseVolumes(connected, node, nodes, vscode.l10n.t('Empty Volume'))
	refuseProtected(volumes)
	const running = volumes.flatMap((volume) => view.usersOf(volume.name)).filter(isActive)
	if (running.length > 0) {
		const names = [...new Set(running.map((user) => user.name))].join(', ')
		throw new Failure(vscode.l10n.t('These containers run with it: {0}. Stop them first.', names))
	}
	const [first] = volumes
	const question = {
		message:
			volumes.length === 1
				? vscode.l10n.t('Remove everything in the volume “{0}”?', first ? shortName(first) : '')
				: vscode.l10n.t('Remove everything in {0} volumes?', volumes.length),
		detail:
			volumes.length === 1
				? vscode.l10n.t(
						'All files and folders in it are lost. The volume itself stays, with driver, options and labels.',
					)
				: vscode.l10n.t(
						'{0}\n\nAll files and folders in there are lost. The volumes themselves stay, with driver, options and labels.',
						volumes.map((volume) => `• ${volume.name}`).join('\n'),
					),
		action: vscode.l10n.t('Empty'),
	}
	const image = await shellImage(engine)
	await confirmLoss(connected, question, volumes, 'empty')
	for (const { name } of volumes) {
		const empty = () =>
			withProgress(vscode.l10n.t('Emptying {0}', name), async (signal, report) => {
				const message = vscode.l10n.t('What has begun is finished: half of the data would be of no use.')
				signal.addEventListener('abort', () => report({ message }))
				await emptyVolume({ engine, name }, image, signal)
				// The volumes after it stay as they are.
				signal.throwIfAborted()
			})
		try {
			await data.asWhole(name, empty)
		} catch (error) {
			throw archiveFailure(error)
		}
	}
}
