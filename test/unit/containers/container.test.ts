import assert from 'node:assert/strict'
import { allows, byProject } from '../../../src/containers/container.ts'
import { engineHost, hostPath } from '../../../src/containers/engineHost.ts'
import { mountLines, proposedVolumeName } from '../../../src/containers/mountLines.ts'
import { decodeContainers } from '../../../src/engine/decodeContainer.ts'
import { parseHost } from '../../../src/engine/endpoint.ts'
import { nameProblem } from '../../../src/volumes/volume.ts'

function listed(name: string, facts: object = {}) {
	const [container] = decodeContainers([{ Id: name, Names: [`/${name}`], Created: 0, ...facts }])
	return container ?? assert.fail('Nothing was decoded.')
}

describe('a container in a list', () => {
	for (const [Status, health, exitCode] of [
		['Up 3 minutes (healthy)', 'healthy', undefined],
		['Up 3 minutes (unhealthy)', 'unhealthy', undefined],
		['Up 2 seconds (health: starting)', 'starting', undefined],
		['Up 2 seconds', undefined, undefined],
		['Exited (137) 2 hours ago', undefined, 137],
		['Restarting (1) 5 seconds ago', undefined, 1],
		['Created', undefined, undefined],
	] as const) {
		it(Status, () => {
			const container = listed('c', { Status })
			assert.deepEqual([container.health, container.exitCode], [health, exitCode])
		})
	}
})

describe('byProject', () => {
	it('groups by compose project, in the order in which people look', () => {
		const of = (project: string) => ({ Labels: { 'com.docker.compose.project': project } })
		const { projects, loose } = byProject([
			listed('web-10', of('web')),
			listed('tool'),
			listed('web-9', of('web')),
			listed('db-1', of('db')),
		])
		const names = [...projects].map(([project, containers]) => [project, containers.map(({ name }) => name)])
		assert.deepEqual(names, [
			['db', ['db-1']],
			['web', ['web-9', 'web-10']],
		])
		assert.deepEqual(
			loose.map(({ name }) => name),
			['tool'],
		)
	})
})

describe('allows', () => {
	it('offers what the engine would do', () => {
		const actions = (['start', 'stop', 'restart', 'pause', 'unpause'] as const).filter((action) =>
			allows({ state: 'paused' }, action),
		)
		assert.deepEqual(actions, ['stop', 'unpause'])
		assert.equal(allows({ state: 'running' }, 'start'), false)
		assert.equal(allows({ state: 'created' }, 'start'), true)
	})
})

describe('mountLines', () => {
	it('mounts it in docker run and in compose', () => {
		const lines = mountLines('data', '/var/lib/app', { 'com.docker.compose.service': 'api' })
		assert.equal(lines.volumeOption, '-v data:/var/lib/app')
		assert.equal(lines.mountOption, '--mount type=volume,source=data,target=/var/lib/app')
		assert.match(lines.compose, /^services:\n {2}api:\n {4}volumes:\n/)
		assert.match(lines.compose, /\nvolumes:\n {2}data:\n {4}external: true\n$/)
	})

	it('quotes what a shell would not leave alone', () => {
		const lines = mountLines('data', "/it's here", {})
		assert.equal(lines.volumeOption, String.raw`-v 'data:/it'\''s here'`)
		assert.match(lines.compose, /target: "\/it's here"/)
	})
})

describe('proposedVolumeName', () => {
	for (const folder of ['/var/lib/app', '/데이터', '/a b', '/.hidden', '/']) {
		it(`${folder} gives a valid one`, () => {
			assert.equal(nameProblem(proposedVolumeName('shop-api-1', folder)), undefined)
		})
	}
})

describe('the host of an engine', () => {
	it('is where published ports are found', () => {
		assert.equal(engineHost(parseHost('unix:///var/run/docker.sock')), 'localhost')
		assert.equal(engineHost(parseHost('tcp://10.0.0.5:2375')), '10.0.0.5')
		assert.equal(engineHost(parseHost('ssh://me@build.example:22')), 'build.example')
	})

	it('knows Docker Desktop’s paths', () => {
		assert.equal(hostPath('/host_mnt/Users/me/app'), '/Users/me/app')
		assert.equal(hostPath('/run/desktop/mnt/host/c/app'), 'C:/app')
		assert.equal(hostPath('/srv/host_mnt/x'), '/srv/host_mnt/x')
	})
})
