import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { exportVolume as write } from '../archive/exportVolume.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { amountText, withArchiveProgress } from './archiveProgress.ts'
import { askNewBackupFile } from './askBackupFile.ts'
import { askHold } from './askHold.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Writes a volume's data into an archive that tar can read. */
export async function exportVolume(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { engine } = connected
	const title = vscode.l10n.t('Export Volume')
	const { name } = await chooseVolume(connected, node, title)
	const { containers, hold } = await askHold(connected, [name], title)
	const file = await askNewBackupFile(title, name)
	const amount = await withArchiveProgress(vscode.l10n.t('Exporting {0}', name), (job) =>
		whileHeld(engine, containers, hold, () => write({ engine, name }, file, job)),
	)
	const verify = vscode.l10n.t('Verify Backup')
	const message = vscode.l10n.t('“{0}” is exported to {1} ({2}).', name, file.path, amountText(amount))
	// Not waited for: the command is done, whether or not somebody answers.
	void vscode.window.showInformationMessage(message, verify).then((answer) => {
		if (answer === verify) void vscode.commands.executeCommand('longshore.volumes.verifyBackup', file.path)
	})
}
