import type Dockerode from 'dockerode'
import { helperLabels } from '../../engine/helper.ts'

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
 *
 * @param labels What it has besides those of all helpers.
 */
export function helperOptions(
	image: string,
	mounts: readonly HelperMount[],
	labels: Readonly<Record<string, string>> = {},
): Dockerode.ContainerCreateOptions {
	const [first] = mounts
	return {
		Image: image,
		Entrypoint: ['/bin/sh'],
		Cmd: [],
		User: '0:0',
		WorkingDir: '/',
		Labels: { ...helperLabels(first?.volumeName ?? ''), ...labels },
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
