import { join } from 'node:path'
import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { absolutePath } from '../archive/absolutePath.ts'
import type { RestoreLimits } from '../archive/restorePoints.ts'

/** Settings of restore points, as they are now. */
export interface RestoreSettings {
	/** Whether one is taken before data is destroyed. */
	readonly take: 'ask' | 'always' | 'never'
	/** @throws {Failure} when the person named one that is nowhere. */
	readonly folder: string
	readonly limits: RestoreLimits
}

/** @param storage Where they are kept if the person names no folder. */
export function restoreSettings(storage: vscode.Uri): RestoreSettings {
	const settings = vscode.workspace.getConfiguration('longshore.restorePoints')
	return {
		take: settings.get<RestoreSettings['take']>('take', 'ask'),
		get folder() {
			return pointsFolder(settings.get('folder', '').trim(), storage)
		},
		limits: { keep: Math.max(1, settings.get('keep', 5)), days: Math.max(1, settings.get('days', 30)) },
	}
}

function pointsFolder(named: string, storage: vscode.Uri): string {
	if (named === '') return join(storage.fsPath, 'restore-points')
	const path = absolutePath(named)
	if (path !== undefined) return path
	throw new Failure(
		vscode.l10n.t(
			'The setting “longshore.restorePoints.folder” is “{0}”, which is no absolute path: it would be another folder in each window. Begin it with “/”, a drive, or “~/”.',
			named,
		),
		[
			{
				title: vscode.l10n.t('Open Settings'),
				run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'longshore.restorePoints.folder'),
			},
		],
	)
}
