using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The live parameters and persistent buffers by name: of each module, parameters first.</summary>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null,
                string? prefix = null
            )
            {
                destination ??= new Dictionary<string, Tensor>(StringComparer.Ordinal);
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters())
                {
                    destination.TryAdd(start + name, parameter);
                }

                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(start + name, buffer);
                }

                foreach (var (name, child) in named_children())
                {
                    child.state_dict(destination, start + name);
                }

                return destination;
            }

            /// <summary>Copies the tensors of <paramref name="source"/> into this module's; nothing is changed when any does not fit.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source,
                bool strict = true,
                IList<string>? skip = null
            )
            {
                ArgumentNullException.ThrowIfNull(source);
                var target = state_dict();
                var missing = target.Keys.Where(key => !Skipped(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => !Skipped(key) && !target.ContainsKey(key)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The state does not match '{GetName()}'.{List(" Missing: ", missing)}{List(" Unexpected: ", unexpected)}"
                    );
                }

                var matched = target.Where(entry => !Skipped(entry.Key) && source.ContainsKey(entry.Key)).ToList();
                foreach (var (key, tensor) in matched)
                {
                    if (!tensor.shape.AsSpan().SequenceEqual(source[key].shape))
                    {
                        throw new InvalidOperationException(
                            $"Cannot load '{key}': the state has {Describe(source[key])}, the module {Describe(tensor)}."
                        );
                    }
                }

                using var mode = no_grad();
                foreach (var (key, tensor) in matched)
                {
                    tensor.copy_(source[key]);
                }

                return (missing, unexpected);

                bool Skipped(string key) => skip is not null && skip.Contains(key);

                static string List(string title, List<string> keys) =>
                    keys.Count == 0 ? "" : $"{title}'{string.Join("', '", keys)}'.";

                static string Describe(Tensor tensor) => TensorStream.Describe(tensor.dtype, tensor.shape);
            }

            /// <summary>Writes the number of entries as LEB128, then each entry's name and tensor, as TorchSharp does.</summary>
            public static void save_state_dict(
                BinaryWriter writer,
                Dictionary<string, Tensor> sd,
                IList<string>? skip = null
            )
            {
                ArgumentNullException.ThrowIfNull(writer);
                ArgumentNullException.ThrowIfNull(sd);
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.WriteLeb128(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    writer.WriteTensor(tensor);
                }
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public virtual Module load(
                BinaryReader reader,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                ArgumentNullException.ThrowIfNull(reader);
                var target = state_dict();
                var count = reader.ReadLeb128();
                if (strict && count != target.Count)
                {
                    throw new ArgumentException(
                        $"The stream has {count} entries, the state of '{GetName()}' has {target.Count}."
                    );
                }

                for (var i = 0L; i < count; i++)
                {
                    var key = reader.ReadString();
                    var found = target.TryGetValue(key, out var tensor);
                    if (strict && !found)
                    {
                        throw new ArgumentException($"'{GetName()}' has no parameter or buffer named '{key}'.");
                    }

                    if (found && !(skip?.Contains(key) ?? false))
                    {
                        reader.ReadInto(tensor!, key);
                    }
                    else
                    {
                        reader.SkipTensor();
                    }

                    loadedParameters?.Add(key, found);
                }

                return this;
            }

            public Module load(
                Stream stream,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(
                string location,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }
        }
    }
}
