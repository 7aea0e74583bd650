import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { anotherAddress, askAddress, engineChoices } from '../../connection/engineChoices.ts'
import { findEndpoints } from '../../engine/endpoint.ts'
import { dial, type Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { pickOne } from '../../ui/pick.ts'
import { withProgress } from '../../ui/progress.ts'

/** An engine that doesn't answer for this long is given up; ms. */
const patience = 10_000

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
	const from = { environment: process.env, home: homedir(), platform: process.platform }
	const endpoints = await findEndpoints({ ...from, setting })
	return withProgress(vscode.l10n.t('Connecting to {0}', setting), async (signal) => {
		let failure: unknown
		for (const endpoint of endpoints) {
			try {
				return await dial(endpoint, AbortSignal.any([signal, AbortSignal.timeout(patience)]))
			} catch (error) {
				failure ??= error
			}
		}
		throw failure ?? new EngineError('unreachable', 'No engine was found there.')
	})
}
