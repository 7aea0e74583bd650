import * as vscode from 'vscode'
import { pickOne } from '../../ui/pick.ts'
import { pullLines } from '../pushes/pullLines.ts'
import { familiarReference, type Reference } from '../reference.ts'

/**
 * Copies lines that fetch exactly this image: for docker, compose or Kubernetes.
 *
 * @throws {Cancelled} when the person leaves.
 */
export async function copyPullLines(reference: Reference, digest: string | undefined): Promise<void> {
	const { docker, compose, kubernetes } = pullLines(reference, digest)
	const lines = await pickOne({
		title: vscode.l10n.t('Copy {0}', familiarReference(reference)),
		prompt: vscode.l10n.t('For what?'),
		none: '',
		choices: [
			{ label: vscode.l10n.t('$(terminal) Pull Command'), detail: docker, value: docker },
			{ label: vscode.l10n.t('$(layers) Compose'), detail: oneLine(compose), value: compose },
			{ label: vscode.l10n.t('$(symbol-structure) Kubernetes'), detail: oneLine(kubernetes), value: kubernetes },
		],
	})
	await vscode.env.clipboard.writeText(lines)
}

function oneLine(text: string): string {
	return text.trim().replaceAll(/\s+/g, ' ')
}
