import * as vscode from 'vscode'
import { anotherAddress, askAddress, engineChoices } from '../../connection/engineChoices.ts'
import { findEndpoints } from '../../engine/endpoint.ts'
import { dialFirst, type Engine } from '../../engine/engine.ts'
import { pickOne } from '../../ui/pick.ts'
import { withProgress } from '../../ui/progress.ts'

/**
 * Another engine, of those that this machine knows or by address; and a connection to it.
 *
 * @param present The engine that is shown now.
 * @throws {EngineError} why it doesn't answer.
 */
export async function askEngine(title: string, present: Engine): Promise<Engine> {
	const others = (await engineChoices()).filter(({ host }) => host !== undefined && host !== present.endpoint.host)
	const chosen = await pickOne<string | undefined>({
		title,
		prompt: vscode.l10n.t('To which engine?'),
		none: '',
		choices: [...others, anotherAddress()],
	})
	const setting = chosen ?? (await askAddress(title))
	const endpoints = await findEndpoints(setting)
	return withProgress(vscode.l10n.t('Connecting to {0}', setting), (signal) => dialFirst(endpoints, signal))
}
