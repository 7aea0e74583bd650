import { join } from 'node:path'
import * as vscode from 'vscode'
import type { RestoreLimits } from '../archive/restorePoints.ts'

/** Settings of restore points, as they are now. */
export interface RestoreSettings {
	/** Whether one is taken before data is destroyed. */
	readonly take: 'ask' | 'always' | 'never'
	readonly folder: string
	readonly limits: RestoreLimits
}

/** @param storage Where they are kept if the person names no folder. */
export function restoreSettings(storage: vscode.Uri): RestoreSettings {
	const settings = vscode.workspace.getConfiguration('longshore.restorePoints')
	return {
		take: settings.get<RestoreSettings['take']>('take', 'ask'),
		folder: settings.get('folder', '').trim() || join(storage.fsPath, 'restore-points'),
		limits: { keep: Math.max(1, settings.get('keep', 5)), days: Math.max(1, settings.get('days', 30)) },
	}
}
