import assert from 'node:assert/strict'

import { emptyingOptions } from '../../../src/volumes/archive/emptyVolume.ts'
import { helperOptions } from '../../../src/volumes/data/helper.ts'

describe('Helper containers', () => {
	const mount = { volumeName: 'data', target: '/v' }
	const helpers = [
		['one that looks', helperOptions('busybox', [{ ...mount, readOnly: true }]), ['DAC_READ_SEARCH']],
		[
			'one that writes',
			helperOptions('busybox', [{ ...mount, readOnly: false }]),
			['DAC_READ_SEARCH', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID'],
		],
		['one that empties', emptyingOptions('busybox', 'data'), ['DAC_OVERRIDE', 'FOWNER']],
	] as const

	for (const [what, { HostConfig }, rights] of helpers) {
		it(`have limits, no network, and only the rights that they need: ${what}`, () => {
			assert.equal(HostConfig?.PidsLimit, 64)
			assert.equal(HostConfig.Memory, 256 * 1024 * 1024)
			assert.deepEqual(HostConfig.CapDrop, ['ALL'])
			assert.deepEqual(HostConfig.CapAdd, rights)
			assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges'])
			assert.equal(HostConfig.ReadonlyRootfs, true)
			assert.equal(HostConfig.NetworkMode, 'none')
		})
	}
})
