import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { configFolder, listContexts } from '../../engine/contexts.ts'
import { wellKnownHosts } from '../../engine/wellKnownHosts.ts'
import { Cancelled } from '../../ui/failure.ts'
import { endpointMessage } from './endpointMessage.ts'

type EngineItem = vscode.QuickPickItem & { readonly choice: 'automatic' | 'other' | { readonly host: string } }

/** Chooses the engine from those that this machine knows, or by address; kept in the setting `longshore.engine.host`. */
export async function chooseEngine(): Promise<void> {
	const settings = vscode.workspace.getConfiguration('longshore.engine')
	const current = settings.get('host', '')
	const description = (host: string) => (host === current ? vscode.l10n.t('current') : '')
	const from = { environment: process.env, home: homedir(), platform: process.platform }
	const contexts = await listContexts(configFolder(from.environment, from.home))
	const sockets = wellKnownHosts(from).filter((host) => existsSync(host.replace(/^(?:unix|npipe):\/\//, '')))
	const items: EngineItem[] = [
		{
			label: vscode.l10n.t('$(sparkle) Automatic'),
			description: description(''),
			detail: vscode.l10n.t('DOCKER_HOST, then the current docker context, then the usual sockets'),
			choice: 'automatic',
		},
		...contexts.map((context) => {
			const host = `context:${context.name}`
			const label = `$(server-environment) ${context.name}`
			const detail = [context.host, context.description].filter(Boolean).join(' · ')
			return { label, description: description(host), detail, choice: { host } }
		}),
		...sockets.map((host) => ({ label: `$(plug) ${host}`, description: description(host), choice: { host } })),
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
		validateInput: (text) => endpointMessage(text.trim()),
	})
	if (host === undefined) throw new Cancelled()
	return host.trim()
}
