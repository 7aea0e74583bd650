import assert from 'node:assert/strict'

import { startCommand } from '../../../src/connection/startCommand.ts'
import { parseHost } from '../../../src/engine/endpoint.ts'

describe('startCommand', () => {
	for (const [platform, host, command] of [
		['linux', 'unix:///var/run/docker.sock', 'sudo systemctl start docker'],
		['linux', 'unix:///run/user/1000/docker.sock', 'systemctl --user start docker'],
		['linux', 'unix:///run/user/1000/podman/podman.sock', 'systemctl --user start podman.socket'],
		['linux', 'unix:///run/podman/podman.sock', 'sudo systemctl start podman.socket'],
		['linux', 'unix:///home/me/.docker/desktop/docker.sock', 'systemctl --user start docker-desktop'],
		['darwin', 'unix:///var/run/docker.sock', 'open -a Docker'],
		['darwin', 'unix:///Users/me/.colima/default/docker.sock', 'colima start'],
		['darwin', 'unix:///Users/me/.orbstack/run/docker.sock', 'open -a OrbStack'],
		['win32', 'npipe:////./pipe/podman-machine-default', 'podman machine start'],
		['linux', 'ssh://me@machine', undefined],
		['linux', 'tcp://10.0.0.1:2376', undefined],
		['freebsd', 'unix:///var/run/docker.sock', undefined],
	] as const) {
		it(`is “${command}” for ${host} on ${platform}`, () => {
			assert.equal(startCommand(platform, parseHost(host)), command)
		})
	}

	it('starts the usual engine where none is known', () => {
		assert.equal(startCommand('linux', undefined), 'sudo systemctl start docker')
	})
})
