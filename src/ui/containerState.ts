import * as vscode from 'vscode'
import type { ContainerState } from '../engine/records.ts'

/** A container's state in the person's language. */
export function stateText(state: ContainerState): string {
	switch (state) {
		case 'created':
			return vscode.l10n.t('created')
		case 'running':
			return vscode.l10n.t('running')
		case 'paused':
			return vscode.l10n.t('paused')
		case 'restarting':
			return vscode.l10n.t('restarting')
		case 'removing':
			return vscode.l10n.t('being removed')
		case 'exited':
			return vscode.l10n.t('stopped')
		case 'dead':
			return vscode.l10n.t('dead')
		case 'unknown':
			return vscode.l10n.t('state unknown')
	}
}

/** A container's icon; running ones stand out. */
export function stateIcon(state: ContainerState): vscode.ThemeIcon {
	switch (state) {
		case 'running':
			return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.green'))
		case 'paused':
		case 'restarting':
			return new vscode.ThemeIcon('vm-active')
		default:
			return new vscode.ThemeIcon('vm-outline')
	}
}
