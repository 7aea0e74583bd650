import assert from 'node:assert/strict'
import { EngineError } from '../../src/engine/errors.ts'
import { pickManyStep, pickStep, runWizard } from '../../src/ui/wizard.ts'
import { presetChoices } from '../../src/volumes/commands/volumePresets.ts'
import { TestEngine } from '../support/engine.ts'
import { startEngineProxy } from '../support/engineProxy.ts'
import { connectionTo } from './parts.ts'

describe('A wizard', () => {
	const refused = new EngineError('denied', 'Not from here.')
	const prompt = 'Which one?'
	const choices = () => Promise.reject(refused)

	for (const [kind, step] of [
		['one', pickStep<string, string>({ prompt, choices, apply: (_, one) => one })],
		[
			'several',
			pickManyStep<string, string>({
				prompt,
				choices,
				isPicked: () => false,
				apply: (_, several) => several.join(' '),
			}),
		],
	] as const) {
		it(`ends with what keeps it from knowing the choices, where ${kind} can be chosen`, async () => {
			await assert.rejects(runWizard('Choose', '', [step]), refused)
		})
	}

	it('knows the kinds of volumes also where the engine does not tell about itself', async () => {
		await using engine = await TestEngine.start()
		await using proxy = await startEngineProxy(engine.host, (request) =>
			/\/info(\?|$)/.test(request) ? 'neverArrives' : 'passes',
		)
		const connection = connectionTo(proxy.host)
		try {
			const kinds = (await presetChoices(await connection.connected())).map(({ value }) => value.kind)
			assert.deepEqual(kinds, ['local', 'tmpfs', 'nfs', 'cifs', 'folder'])
		} finally {
			connection.dispose()
		}
	})
})
