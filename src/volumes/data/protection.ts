import * as vscode from 'vscode'
import { covering, without } from './protectionPatterns.ts'

const section = 'longshore.volumes'

/** Whether the setting `longshore.volumes.readOnly` wants a volume left as it is. */
export function isProtected(volumeName: string): boolean {
	return protection()(volumeName)
}

/** The same as the setting is now, for many volumes: reading it takes longer than all the rest of a line in a view. */
export function protection(): (volumeName: string) => boolean {
	return covering(patterns())
}

/** Puts a volume under the setting's protection. */
export async function protect(volumeName: string): Promise<void> {
	if (!isProtected(volumeName)) await update([...patterns(), volumeName])
}

/**
 * Takes a volume out of the setting's protection. A pattern that covers it gives way to the names of the other volumes
 * that it covers; that is told.
 *
 * @param volumeNames All volumes that there are.
 */
export async function unprotect(volumeName: string, volumeNames: Iterable<string>): Promise<void> {
	const { patterns: left, named, replaced } = without(volumeName, patterns(), volumeNames)
	await update(left)
	if (replaced.length === 0) return
	const pattern = replaced.join(', ')
	void vscode.window.showInformationMessage(
		named.length === 0
			? vscode.l10n.t(
					'“{0}” is no longer in the setting “longshore.volumes.readOnly”: it covered no volume but “{1}”. Volumes that are made later are not read-only by it.',
					...[pattern, volumeName],
				)
			: vscode.l10n.t(
					'Instead of “{0}”, the setting “longshore.volumes.readOnly” names the other volumes that it covered: {1}. They stay read-only; volumes that are made later are not.',
					...[pattern, named.join(', ')],
				),
	)
}

function patterns(): readonly string[] {
	return vscode.workspace.getConfiguration(section).get<readonly string[]>('readOnly', [])
}

async function update(wanted: readonly string[]): Promise<void> {
	await vscode.workspace.getConfiguration(section).update('readOnly', wanted, vscode.ConfigurationTarget.Global)
}
