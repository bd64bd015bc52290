namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer,
                double T_max,
                double eta_min = 0,
                int last_epoch = -1,
                bool verbose = false
            ) => new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Loshchilov and Hutter 2017: half a cosine down to eta_min in T_max epochs, and up again.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _lowest;

                    public CosineAnnealingLR(
                        Optimizer optimizer,
                        double T_max,
                        double eta_min = 0,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        _period = T_max;
                        _lowest = eta_min;
                        Start();
                    }

                    private protected override double Next(double rate, double initialRate)
                    {
                        if (Epoch == 0)
                        {
                            return rate;
                        }

                        // At the bottom the ratio of two cosines would divide by zero.
                        return (Epoch - 1 - _period) % (2 * _period) == 0
                            ? rate + (initialRate - _lowest) * (1 - Math.Cos(Math.PI / _period)) / 2
                            : (1 + Math.Cos(Math.PI * Epoch / _period))
                                / (1 + Math.Cos(Math.PI * (Epoch - 1) / _period))
                                * (rate - _lowest)
                                + _lowest;
                    }

                    private protected override double At(double initialRate) =>
                        _lowest + (initialRate - _lowest) * (1 + Math.Cos(Math.PI * Epoch / _period)) / 2;
                }
            }
        }
    }
}
