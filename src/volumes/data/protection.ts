import * as vscode from 'vscode'

const section = 'longshore.volumes'

/** Whether the setting `longshore.volumes.readOnly` wants a volume left as it is. */
export function isProtected(volumeName: string): boolean {
	return protection()(volumeName)
}

/** The same as the setting is now, for many volumes: reading it takes longer than all the rest of a line in a view. */
export function protection(): (volumeName: string) => boolean {
	const expressions = patterns().map(expressionOf)
	return (volumeName) => expressions.some((expression) => expression.test(volumeName))
}

/** Puts a volume under the setting's protection, or takes it out; patterns that cover it go with it. */
export async function setProtected(volumeName: string, wanted: boolean): Promise<void> {
	const others = patterns().filter((pattern) => !expressionOf(pattern).test(volumeName))
	await vscode.workspace
		.getConfiguration(section)
		.update('readOnly', wanted ? [...others, volumeName] : others, vscode.ConfigurationTarget.Global)
}

function patterns(): readonly string[] {
	return vscode.workspace.getConfiguration(section).get<readonly string[]>('readOnly', [])
}

function expressionOf(pattern: string): RegExp {
	const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
	return new RegExp(`^${parts.join('.*')}$`)
}
