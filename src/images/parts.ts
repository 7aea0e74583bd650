import type { RegistryParts } from '../registries/parts.ts'
import type { Parts } from '../ui/parts.ts'
import type { PushedTags } from './pushes/pushedTags.ts'
import type { Pushes } from './pushes/pushes.ts'
import type { ImagesView } from './view.ts'

/** What commands on images need besides: the view, the accounts that images are pushed with, and the pushes. */
export interface ImageParts extends Parts, RegistryParts {
	readonly view: ImagesView
	readonly pushes: Pushes
	readonly pushedTags: PushedTags
}
