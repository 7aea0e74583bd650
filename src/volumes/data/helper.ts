import type Dockerode from 'dockerode'
import { hostname } from 'node:os'
import type { Engine } from '../../engine/engine.ts'
import { helperLabel } from '../../engine/shelf.ts'
import { letGoOn, notesHeld } from '../archive/holdNote.ts'
import { owner, ownerLabel } from './owner.ts'

/** A volume that a helper has. */
export interface HelperMount {
	readonly volumeName: string
	readonly target: string
	readonly readOnly: boolean
}

/** What files need that belong to anybody: read and write them, give them away, keep special bits. */
const reading = ['DAC_READ_SEARCH']
const writing = [...reading, 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID']

/**
 * A helper container: no network, nothing of its own to write to but a small temporary folder, the rights over files
 * that its work needs and no others, and no log of what it says, which is people's data.
 */
export function helperOptions(image: string, mounts: readonly HelperMount[]): Dockerode.ContainerCreateOptions {
	const [first] = mounts
	return {
		Image: image,
		Entrypoint: ['/bin/sh'],
		Cmd: [],
		User: '0:0',
		WorkingDir: '/',
		Labels: { [helperLabel]: first?.volumeName ?? '', [ownerLabel]: owner() },
		OpenStdin: true,
		StdinOnce: true,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		NetworkDisabled: true,
		Healthcheck: { Test: ['NONE'] },
		HostConfig: {
			AutoRemove: true,
			NetworkMode: 'none',
			ReadonlyRootfs: true,
			// Where the shell is bash, it keeps what it is handed there.
			Tmpfs: { '/tmp': 'size=16m' },
			CapDrop: ['ALL'],
			CapAdd: mounts.every(({ readOnly }) => readOnly) ? reading : writing,
			SecurityOpt: ['no-new-privileges'],
			PidsLimit: 64,
			Memory: 256 * 1024 * 1024,
			LogConfig: { Type: 'none', Config: {} },
			Mounts: mounts.map(({ volumeName, target, readOnly }) => ({
				Type: 'volume',
				Source: volumeName,
				Target: target,
				ReadOnly: readOnly,
				VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
			})),
		},
	}
}

interface Found {
	readonly Id: string
	readonly State: string
	readonly Created: number
	readonly Labels?: Readonly<Record<string, string>>
}

/** A helper whose owner cannot be asked is left over when it has not run for this long; s. */
const patience = 24 * 3600

/**
 * Whether a helper has nobody any more. One that runs has: its shell ends with the connection of its owner. One that
 * does not run may be about to be started, or be read by the archive API, for another window.
 */
export function isLeftOver({ State, Created, Labels = {} }: Found, now: number, isAlive: (pid: number) => boolean) {
	if (State === 'running' || State === 'paused' || State === 'restarting' || State === 'removing') return false
	const [, host, pid] = /^(.*):(\d+)$/.exec(Labels[ownerLabel] ?? '') ?? []
	if (host === hostname()) return !isAlive(Number(pid))
	return now / 1000 - Created > patience
}

/**
 * Removes helpers that were left behind: by a crash between create and start, or by an engine that was killed. What one
 * of them notes as held goes on.
 *
 * @param isAlive Whether a process of this machine is there.
 * @returns Names of the containers that go on.
 */
export async function removeLeftOvers({ docker }: Engine, isAlive = processExists): Promise<readonly string[]> {
	const helpers: readonly Found[] = await docker.listContainers({ all: true, filters: { label: [helperLabel] } })
	const leftOver = helpers.filter((helper) => isLeftOver(helper, Date.now(), isAlive))
	const goOn = await Promise.all(
		leftOver.map(async ({ Id, Labels = {} }) => {
			const helper = docker.getContainer(Id)
			if (notesHeld(Labels)) return letGoOn(docker, helper, true)
			await helper.remove({ force: true, v: false }).catch(() => undefined)
			return []
		}),
	)
	return goOn.flat()
}

function processExists(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		// Somebody else's process is one, too.
		return error instanceof Error && 'code' in error && error.code === 'EPERM'
	}
}
