import type { Feature, Own } from '../ui/feature.ts'
import type { Parts } from '../ui/parts.ts'
import { ContainerFiles } from './containerFiles.ts'
import { containerNode } from './node.ts'
import type { ContainerParts } from './parts.ts'
import { ContainersView } from './view.ts'

/** Containers, as far as volumes and networks need them. */
export function containersFeature(
	parts: Parts,
	others: Pick<ContainerParts, 'revealVolume' | 'revealNetwork'>,
	own: Own,
) {
	const view = own(new ContainersView(parts))
	const containerFiles = own(new ContainerFiles())
	return {
		commands: {
			containers: async () =>
				(await import('./commands/table.ts')).containerCommands({ ...parts, ...others, view, containerFiles }),
		},
		views: { 'longshore.containers': view },
		reveal: (containerId: string) => view.reveal(containerNode(containerId), { focus: false }),
	} satisfies Feature & Record<string, unknown>
}
