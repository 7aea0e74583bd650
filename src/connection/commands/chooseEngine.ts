import * as vscode from 'vscode'
import { pickOne } from '../../ui/pick.ts'
import { anotherAddress, askAddress, engineChoices } from '../engineChoices.ts'

/** Chooses the engine from those that this machine knows, or by address; kept in the setting `longshore.engine.host`. */
export async function chooseEngine(): Promise<void> {
	const title = vscode.l10n.t('Choose Engine')
	const settings = vscode.workspace.getConfiguration('longshore.engine')
	const current = settings.get('host', '')
	const automatic = {
		label: vscode.l10n.t('$(sparkle) Automatic'),
		detail: vscode.l10n.t('DOCKER_HOST, then the current docker context, then the usual sockets'),
		value: '',
	}
	const known = [automatic, ...(await engineChoices())].map((choice) => ({
		...choice,
		description: choice.value === current ? vscode.l10n.t('current') : '',
	}))
	const chosen = await pickOne<string | undefined>({
		title,
		prompt: vscode.l10n.t('Which Docker Engine shall Longshore show?'),
		none: '',
		choices: [...known, anotherAddress()],
	})
	const host = chosen ?? (await askAddress(title, current))
	await settings.update('host', host === '' ? undefined : host, vscode.ConfigurationTarget.Global)
}
