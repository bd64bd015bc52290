using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Groups, states and their dictionaries, for optimizers that are written in C#.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private protected OptimizerHelper() { }

    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Complete(param_group);
        var parameters = param_group.Parameters.ToArray();
        var known = this.parameters().ToHashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (var parameter in parameters)
        {
            if (!known.Add(parameter))
            {
                throw new ArgumentException("A parameter appears more than once.", nameof(param_group));
            }

            if (!parameter.is_leaf)
            {
                throw new ArgumentException("Only leaf tensors can be optimized.", nameof(param_group));
            }
        }

        param_group.Parameters = parameters;
        base.add_param_group(param_group);
    }

    /// <summary>The options and states themselves, not copies.</summary>
    public virtual StateDictionary state_dict() => new(this);

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var target = this.state_dict();
        RequireCounts(target, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (options, source) in target.Options.Zip(state_dict.Options))
        {
            options.LoadStateDict(source);
        }

        foreach (var (state, source) in target.State.Zip(state_dict.State))
        {
            state.LoadStateDict(source);
        }
    }

    /// <summary>The optimizer's name, the numbers of groups and states, the options of each group, each state.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var source = state_dict();
        writer.Write(GetType().Name);
        writer.Write(source.Options.Count);
        writer.Write(source.State.Count);
        source.Options.ForEach(options => options.SaveStateDict(writer));
        source.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException($"The stream holds the state of {name}, not of {GetType().Name}.");
        }

        var target = state_dict();
        RequireCounts(target, reader.ReadInt32(), reader.ReadInt32());
        target.Options.ForEach(options => options.LoadStateDict(reader));
        target.State.ForEach(state => state.LoadStateDict(reader));
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void to(Device device)
    {
        foreach (var state in States.SelectMany(states => states))
        {
            state.to(device);
        }
    }

    /// <summary>Gives the group options, and the defaults for those it leaves open.</summary>
    private protected abstract void Complete(ParamGroup group);

    private protected void AddGroups(IEnumerable<ParamGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach (var group in groups)
        {
            add_param_group(group);
        }
    }

    private void RequireCounts(StateDictionary target, int groups, int states)
    {
        if (groups != target.Options.Count || states != target.State.Count)
        {
            throw new ArgumentException(
                $"The state has {groups} groups and {states} parameters, the {GetType().Name} {target.Options.Count} and {target.State.Count}."
            );
        }
    }
}
