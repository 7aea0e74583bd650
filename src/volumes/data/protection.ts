import * as vscode from 'vscode'

const section = 'longshore.volumes'

/** Whether the setting `longshore.volumes.readOnly` wants a volume left as it is. */
export function isProtected(volumeName: string): boolean {
	return patterns().some((pattern) => matches(pattern, volumeName))
}

/** Puts a volume under the setting's protection, or takes it out; patterns that cover it go with it. */
export async function setProtected(volumeName: string, wanted: boolean): Promise<void> {
	const others = patterns().filter((pattern) => !matches(pattern, volumeName))
	await vscode.workspace
		.getConfiguration(section)
		.update('readOnly', wanted ? [...others, volumeName] : others, vscode.ConfigurationTarget.Global)
}

function patterns(): readonly string[] {
	return vscode.workspace.getConfiguration(section).get<readonly string[]>('readOnly', [])
}

function matches(pattern: string, volumeName: string): boolean {
	const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
	return new RegExp(`^${parts.join('.*')}$`).test(volumeName)
}
