import assert from 'node:assert/strict'
import * as vscode from 'vscode'

import { Failure } from '../../src/ui/failure.ts'
import { refuseProtected } from '../../src/volumes/commands/refuseProtected.ts'

describe('The setting that makes volumes read-only', () => {
	const settings = () => vscode.workspace.getConfiguration('longshore.volumes')
	const protect = (patterns: readonly string[] | undefined) =>
		settings().update('readOnly', patterns, vscode.ConfigurationTarget.Global)
	const volumes = [{ name: 'shop_database' }, { name: 'scratch' }]
	after(() => protect(undefined))

	it('refuses to lose what it names, and offers to take that out', async () => {
		await protect(['shop_*', 'other'])
		const failure = refused()
		assert.match(failure.message, /read-only: shop_database\. /)
		await failure.remedies[0]?.run()
		assert.deepEqual(settings().get('readOnly'), ['other'])
		refuseProtected(volumes)
	})

	function refused(): Failure {
		try {
			refuseProtected(volumes)
		} catch (error) {
			if (error instanceof Failure) return error
			throw error
		}
		return assert.fail('It was not refused.')
	}
})
