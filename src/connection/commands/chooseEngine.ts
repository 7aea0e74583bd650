import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { findEndpoints, parseHost } from '../../engine/endpoint.ts'
import { EngineError } from '../../engine/errors.ts'
import { Cancelled } from '../../ui/failure.ts'

type EngineItem = vscode.QuickPickItem & { readonly choice: 'automatic' | 'other' | { readonly host: string } }

/** Chooses the engine from those that this machine knows, or by address; kept in the setting `longshore.engine.host`. */
export async function chooseEngine(): Promise<void> {
	const settings = vscode.workspace.getConfiguration('longshore.engine')
	const current = settings.get('host', '')
	const known = await findEndpoints({
		setting: '',
		environment: process.env,
		home: homedir(),
		platform: process.platform,
	})
	const items: EngineItem[] = [
		{
			label: vscode.l10n.t('$(sparkle) Automatic'),
			description: current === '' ? vscode.l10n.t('current') : '',
			detail: vscode.l10n.t('DOCKER_HOST, then the current docker context, then the usual sockets'),
			choice: 'automatic',
		},
		...known.map((endpoint) => ({
			label: `$(server-environment) ${endpoint.label}`,
			description: endpoint.host === current ? vscode.l10n.t('current') : '',
			detail: endpoint.host,
			choice: { host: endpoint.host },
		})),
		{ label: vscode.l10n.t('$(edit) Another Address…'), detail: 'unix://, npipe://, tcp://, ssh://', choice: 'other' },
	]
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Choose Engine'),
		placeHolder: vscode.l10n.t('Which Docker Engine shall Longshore show?'),
		matchOnDetail: true,
	})
	if (!picked) throw new Cancelled()
	const { choice } = picked
	const host = choice === 'automatic' ? '' : choice === 'other' ? await askHost(current) : choice.host
	await settings.update('host', host === '' ? undefined : host, vscode.ConfigurationTarget.Global)
}

async function askHost(current: string): Promise<string> {
	const host = await vscode.window.showInputBox({
		title: vscode.l10n.t('Choose Engine'),
		prompt: vscode.l10n.t('Address of the Docker Engine, as in DOCKER_HOST'),
		placeHolder: 'ssh://user@machine',
		value: current,
		validateInput: (text) => {
			try {
				parseHost(text.trim())
				return undefined
			} catch (error) {
				if (error instanceof EngineError) return error.message
				throw error
			}
		},
	})
	if (host === undefined) throw new Cancelled()
	return host.trim()
}
