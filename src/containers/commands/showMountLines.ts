import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { mountLines } from '../mountLines.ts'

/** Opens a page with the lines that mount a volume where a container had a folder, and offers to copy them. */
export async function showMountLines(container: ContainerRecord, folder: string, volumeName: string): Promise<void> {
	const lines = mountLines(volumeName, folder, container.labels)
	const content = [
		`# ${vscode.l10n.t('{0} is in volume {1}', folder, volumeName)}`,
		'',
		vscode.l10n.t(
			'A container takes up mounts only when it is created. Until “{0}” is created anew with one of these, it goes on with its own copy.',
			container.name,
		),
		'',
		'## docker run',
		'',
		'```sh',
		`docker run ${lines.mountOption} ${container.image}`,
		'```',
		'',
		vscode.l10n.t('In short:'),
		'',
		'```sh',
		`docker run ${lines.volumeOption} ${container.image}`,
		'```',
		'',
		'## docker compose',
		'',
		'```yaml',
		lines.compose.trimEnd(),
		'```',
		'',
	].join('\n')
	const document = await vscode.workspace.openTextDocument({ language: 'markdown', content })
	await vscode.window.showTextDocument(document, { preview: false })
	void offerCopies(lines, volumeName)
}

async function offerCopies({ mountOption, compose }: ReturnType<typeof mountLines>, volumeName: string): Promise<void> {
	const copyOption = vscode.l10n.t('Copy --mount Option')
	const copyCompose = vscode.l10n.t('Copy Compose Lines')
	const message = vscode.l10n.t('The data is in volume “{0}”.', volumeName)
	const chosen = await vscode.window.showInformationMessage(message, copyOption, copyCompose)
	if (chosen === copyOption) await vscode.env.clipboard.writeText(mountOption)
	if (chosen === copyCompose) await vscode.env.clipboard.writeText(compose)
}
