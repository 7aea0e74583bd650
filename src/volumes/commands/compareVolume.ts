import { basename } from 'node:path'
import * as vscode from 'vscode'
import type { VolumeRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import { runWizard } from '../../ui/wizard.ts'
import { factsIn, readBackup } from '../archive/backup.ts'
import { differences } from '../archive/difference.ts'
import type { Facts } from '../archive/fact.ts'
import type { ArchiveJob } from '../archive/progress.ts'
import { readBackupContent, readVolumeContent } from '../archive/readContent.ts'
import { readFacts } from '../archive/writeVolume.ts'
import { volumeChoice } from '../items.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { inOrder, shortName } from '../volume.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askBackupFile } from './askBackupFile.ts'
import { chooseVolume } from './chooseVolumes.ts'
import { rootStep } from './rootStep.ts'
import { showDifferences, type Side } from './showDifferences.ts'

interface Comparable {
	readonly side: Side
	readonly facts: Facts
}

/** Compares a volume with a backup, or with another volume: added, removed, changed, and changed in mode only. */
export async function compareVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { inventory, view } = connected
	const title = vscode.l10n.t('Compare Volume')
	const volume = await chooseVolume(connected, node, title)
	const others = inOrder(inventory.volumes.values()).filter(({ name }) => name !== volume.name)
	const other = await pickOne<VolumeRecord | 'backup'>({
		title,
		prompt: vscode.l10n.t('With what?'),
		none: '',
		choices: [
			{ label: vscode.l10n.t('$(archive) A Backup…'), value: 'backup' },
			...others.map((each) => {
				const choice = volumeChoice(each, view.usersOf(each.name))
				return { ...choice, label: `$(database) ${choice.label}` }
			}),
		],
	})
	if (other === 'backup') await compareWithFile(connected, volume, await askBackupFile(title))
	else {
		await compare(connected, title, (job) =>
			Promise.all([volumeSide(connected, other, job), volumeSide(connected, volume, job)]),
		)
	}
}

/** Compares a volume, as it is now, with an archive of what it was. */
export async function compareWithFile(
	connected: Connected<VolumeParts>,
	volume: VolumeRecord,
	path: string,
	label = basename(path),
): Promise<void> {
	const title = vscode.l10n.t('Compare Volume')
	const backup = await withArchiveProgress(vscode.l10n.t('Comparing'), (job) => readBackup(path, job))
	const answers = await runWizard(title, { root: backup.root }, [rootStep(backup)])
	if (!answers) throw new Cancelled()
	const { root } = answers
	const read = (file: string, signal: AbortSignal) => readBackupContent(path, root, file, signal)
	const before = { side: { label, read }, facts: factsIn(backup, root) }
	await compare(connected, title, async (job) => [before, await volumeSide(connected, volume, job)])
}

async function compare(
	connected: Connected<VolumeParts>,
	title: string,
	read: (job: ArchiveJob) => Promise<readonly [Comparable, Comparable]>,
): Promise<void> {
	const [before, after] = await withArchiveProgress(vscode.l10n.t('Comparing'), read)
	const found = differences(before.facts, after.facts)
	if (found.length === 0) {
		void vscode.window.showInformationMessage(
			vscode.l10n.t(
				'“{0}” and “{1}” are the same: content, modes, owners, times and links.',
				...[before.side.label, after.side.label],
			),
		)
		return
	}
	await showDifferences(connected, { title, differences: found, sides: [before.side, after.side] })
}

async function volumeSide(
	{ engine }: Connected<VolumeParts>,
	volume: VolumeRecord,
	job: ArchiveJob,
): Promise<Comparable> {
	const address = { engine, name: volume.name }
	const read = (path: string, signal: AbortSignal) => readVolumeContent(address, path, signal)
	return { side: { label: shortName(volume), read }, facts: await readFacts(address, job) }
}
